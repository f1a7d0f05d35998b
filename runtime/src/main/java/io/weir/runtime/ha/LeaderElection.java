package io.weir.runtime.ha;

/** Lets one process of several lead at a time. For any thread. */
public interface LeaderElection extends AutoCloseable {
    /** A process that may lead; its methods are called in turn, on one thread. */
    interface Contender {
        /**
         * It leads from now on.
         *
         * @param term what it leads with
         */
        void lead(LeaderTerm term);

        /** It does not lead any more: another one does, or may. */
        void stepDown();
    }

    /**
     * Begins to contend.
     *
     * @param contender the process
     */
    void start(Contender contender);

    /** Contends no longer; a leader steps down, without being told, and another one may lead at once. */
    @Override
    void close();
}
