package io.weir.hdfs;

/**
 * Calls Hadoop with Hadoop's class loader as the thread's context class loader. Hadoop looks up services and classes
 * there, keeps what it found, and its threads inherit it; a program's class loader must not get into its hands.
 * Stateless; for any thread.
 */
public final class HadoopClassLoader {
    private HadoopClassLoader() {}

    /**
     * A call.
     *
     * @param <T> the type of the answer
     * @param <E> what it throws
     */
    public interface Call<T, E extends Exception> {
        /**
         * Makes the call.
         *
         * @return the answer
         * @throws E what went wrong
         */
        T call() throws E;
    }

    /**
     * Makes a call.
     *
     * @param call the call
     * @param <T> the type of the answer
     * @param <E> what it throws
     * @return the answer
     * @throws E what the call throws
     */
    public static <T, E extends Exception> T call(Call<T, E> call) throws E {
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
