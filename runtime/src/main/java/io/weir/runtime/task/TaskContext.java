package io.weir.runtime.task;

import io.weir.functions.JobInfo;
import io.weir.functions.TaskInfo;
import io.weir.runtime.network.Wakeup;
import io.weir.runtime.operators.LoopPlace;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.operators.RecordOrigin;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.timers.ProcessingTime;
import java.util.Map;

/** What the operators of a task share. Immutable; what it refers to says who owns it. */
record TaskContext(
        TaskSpec spec,
        TaskEnvironment environment,
        Mailbox mailbox,
        Wakeup wakeup,
        OutputRoom outputRoom,
        ProcessingTime processingTime,
        OperatorCounters counters,
        RecordOrigin recordOrigin,
        LoopPlace loop) {
    /** Creates it for one operator alone, with a clock of its own. */
    TaskContext(
            TaskSpec spec,
            TaskEnvironment environment,
            Mailbox mailbox,
            Wakeup wakeup,
            OutputRoom outputRoom,
            ProcessingTime processingTime) {
        this(
                spec,
                environment,
                mailbox,
                wakeup,
                outputRoom,
                processingTime,
                new OperatorCounters(),
                new RecordOrigin(),
                null);
    }

    /** Creates it with the clock of the task's environment; without a part in an iteration if that is null. */
    TaskContext(
            TaskSpec spec,
            TaskEnvironment environment,
            Mailbox mailbox,
            Wakeup wakeup,
            OutputRoom outputRoom,
            OperatorCounters counters,
            LoopPlace loop) {
        this(
                spec,
                environment,
                mailbox,
                wakeup,
                outputRoom,
                new TaskProcessingTime(environment.clock(), environment.timer(), mailbox),
                counters,
                new RecordOrigin(),
                loop);
    }

    JobInfo jobInfo() {
        return new JobInfo(spec.execution().job().toString(), spec.jobName());
    }

    TaskInfo taskInfo() {
        return new TaskInfo(
                spec.taskName(),
                spec.maxParallelism(),
                spec.execution().subtask(),
                spec.parallelism(),
                spec.execution().attempt());
    }

    /** Returns the place that an operator runs in. */
    OperatorContext operator(String uid, String name, Map<String, Output<Object>> sideOutputs) {
        return new TaskOperatorContext(
                new TaskOperatorContext.OperatorName(uid, name),
                this,
                Map.copyOf(sideOutputs)::get,
                new RestoredState(spec, environment.localState()).of(uid));
    }
}
