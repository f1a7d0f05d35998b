package io.weir.functions;

/** What a rich function can learn about the job and the parallel instance that it runs in. */
public interface RuntimeContext {
    /** Returns the job. */
    JobInfo getJobInfo();

    /** Returns the parallel instance. */
    TaskInfo getTaskInfo();

    /** Returns the class loader that knows the program's classes. */
    ClassLoader getUserCodeClassLoader();
}
