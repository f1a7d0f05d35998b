package io.weir.client;

import io.weir.configuration.Configuration;
import java.time.Duration;

/** How the session command gets at YARN: the real way is {@link YarnSessions}. */
interface SessionAccess {
    /**
     * Starts a session.
     *
     * @param configuration the options
     * @return the session, once it takes jobs
     */
    Session deploy(Configuration configuration);

    /**
     * Finds a session that runs.
     *
     * @param configuration the options, which name it
     * @return the session
     */
    Session retrieve(Configuration configuration);

    /** Returns how often an attached command asks a session whether it is still there. */
    Duration pollInterval();

    /** A session on YARN. Shared by the thread of the command and the one of the shutdown hook. */
    interface Session extends AutoCloseable {
        /** Returns its YARN application. */
        String applicationId();

        /** Returns where people can look at it; empty if nowhere. */
        String url();

        /** Returns whether it answers. */
        boolean isAlive();

        /** Returns what YARN says about it; empty if nothing. */
        String diagnostics();

        /** Cancels its jobs and ends it. */
        void stop();

        /** Lets go of it without ending it. */
        @Override
        void close();
    }
}
