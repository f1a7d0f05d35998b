package io.weir.client.verify;

import io.weir.configuration.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** A cluster that exists to be disturbed. For any thread. */
interface DisturbedCluster extends AutoCloseable {
    /** Starts clusters. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts a cluster and waits until it is complete.
         *
         * @param options the options of its processes; with the cluster's secret, without a place for the JobManager
         * @param directory where everything of it is kept
         * @param size of what it consists
         */
        DisturbedCluster start(Configuration options, Path directory, Size size) throws InterruptedException;
    }

    /**
     * Of what a cluster consists.
     *
     * @param taskManagers how many TaskManagers it has
     * @param jobManagers how many JobManagers it has, of which one leads
     */
    record Size(int taskManagers, int jobManagers) {}

    /** Looks how its jobs get on. One thread at a time owns it. */
    interface Watch extends AutoCloseable {
        /** Looks. Where nobody answers at the moment, jobs count as active and as not running. */
        Look look();

        @Override
        void close();
    }

    /**
     * What there was to see.
     *
     * @param active whether there are jobs that have not ended
     * @param running whether all tasks of these jobs run
     * @param checkpoints how many checkpoints were completed until now, by all jobs
     * @param restarts how often jobs started again until now
     * @param records how many records went between tasks in the current attempts
     */
    record Look(boolean active, boolean running, int checkpoints, int restarts, long records) {
        static final Look NOTHING = new Look(false, false, 0, 0, 0);
    }

    /** Returns the options by which clients find it. */
    Configuration client();

    /** Begins to look. */
    Watch watch();

    /**
     * Kills a process.
     *
     * @param victim of what kind
     * @param random says which, where there are several
     * @return its name; nothing if there is none
     */
    Optional<String> kill(Victim victim, Random random);

    /** Starts another process in place of one that was killed, and does not wait for it. */
    void replace(Victim victim);

    /** Returns what processes said at the end that ended although nobody killed them; empty if there are none. */
    String diedByThemselves();

    /** Kills all of it; nothing is started after that. */
    @Override
    void close();
}
