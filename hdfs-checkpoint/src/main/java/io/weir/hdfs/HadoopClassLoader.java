package io.weir.hdfs;

import java.util.concurrent.Callable;

/**
 * Calls Hadoop with Hadoop's class loader as the thread's context class loader. Hadoop looks up services and classes
 * there, keeps what it found, and its threads inherit it; a program's class loader must not get into its hands.
 * Stateless; for any thread.
 */
public final class HadoopClassLoader {
    private HadoopClassLoader() {}

    /**
     * Makes a call that throws nothing checked.
     *
     * @param call the call
     * @param <T> the type of the answer
     * @return the answer
     */
    public static <T> T call(java.util.function.Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(HadoopClassLoader.class.getClassLoader());
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Makes a call.
     *
     * @param call the call
     * @param <T> the type of the answer
     * @return the answer
     * @throws Exception what the call throws
     */
    public static <T> T callChecked(Callable<T> call) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(HadoopClassLoader.class.getClassLoader());
        try {
            return call.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
