package io.weir.functions;

import io.weir.state.KeyedStateStore;

/**
 * What a rich function can learn about the job and the parallel instance that it runs in, and the state of the current key
 * where its input is keyed; elsewhere asking for such state is an error.
 */
public interface RuntimeContext extends KeyedStateStore {
    /** Returns the job. */
    JobInfo getJobInfo();

    /** Returns the parallel instance. */
    TaskInfo getTaskInfo();

    /** Returns the class loader that knows the program's classes. */
    ClassLoader getUserCodeClassLoader();
}
