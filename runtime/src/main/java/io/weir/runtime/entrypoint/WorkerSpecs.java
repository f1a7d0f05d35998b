package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.resourcemanager.WorkerSpec;

/** Reads what a TaskManager process is given from the options. Stateless. */
final class WorkerSpecs {
    private WorkerSpecs() {}

    static WorkerSpec of(Configuration configuration) {
        int slots = configuration.get(TaskManagerOptions.NUMBER_OF_TASK_SLOTS);
        return new WorkerSpec(configuration.get(TaskManagerOptions.PROCESS_SIZE), slots, slots);
    }
}
