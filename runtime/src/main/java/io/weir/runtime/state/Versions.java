package io.weir.runtime.state;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of an operator's values captures may still read. Each value knows the version it was made in; freezing begins a
 * new version, and a value of an earlier one is copied before it is changed, as long as a capture of it is open. The
 * task's thread owns it.
 */
public final class Versions {
    private final List<Lease> open = new ArrayList<>();

    /** The version of whatever is made now. */
    int current = 1;

    /** What is older than this may be shared with a capture; 0 if there is none. */
    int shared;

    /** A capture that is being read. */
    public static final class Lease implements AutoCloseable {
        private final int version;

        /** Written by whoever has read the capture, read by the task's thread. */
        private volatile boolean closed;

        private Lease(int version) {
            this.version = version;
        }

        /** Returns the version that began with the capture. */
        int version() {
            return version;
        }

        /** Lets values of the capture be changed in place. Any thread. */
        @Override
        public void close() {
            closed = true;
        }
    }

    /** Returns the version of whatever is made now. */
    public int current() {
        return current;
    }

    /** Begins a new version: nothing that exists now is changed until the lease is closed. */
    public Lease freeze() {
        forgetClosed();
        Lease lease = new Lease(++current);
        open.add(lease);
        shared = current;
        return lease;
    }

    /**
     * Returns whether something must be copied before it is changed.
     *
     * @param version when it was made
     */
    public boolean isShared(int version) {
        return version < shared && isStillShared(version);
    }

    /** Looks whether captures were closed meanwhile, which only the rarer case does. */
    private boolean isStillShared(int version) {
        forgetClosed();
        shared = open.isEmpty() ? 0 : open.get(open.size() - 1).version;
        return version < shared;
    }

    /** Each change of something that is shared comes here. */
    private void forgetClosed() {
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).closed) {
                open.remove(i);
            }
        }
    }

    /**
     * Returns whether something that is shared was made before all captures that are open, so that no capture knows of
     * its making.
     *
     * @param version when it was made or taken over
     */
    boolean isBeforeAll(int version) {
        return version < open.get(0).version;
    }

    /** Returns whether any capture is open. */
    boolean isAnyOpen() {
        return shared != 0 && isStillShared(0);
    }
}
