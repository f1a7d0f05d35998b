package io.weir.connector;

import io.weir.functions.TaskInfo;

/** How a reader reaches its enumerator. */
public interface SourceReaderContext {
    /** Returns the parallel instance. */
    TaskInfo getTaskInfo();

    /** Returns the name of the host. */
    String getLocalHostName();

    /** Asks the enumerator for a split. */
    void sendSplitRequest();

    /** Returns the class loader that knows the program's classes. */
    ClassLoader getUserCodeClassLoader();
}
