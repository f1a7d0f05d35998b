package io.weir.state;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When state that is not used ends. Time is processing time. For lists and maps each element has its own time.
 *
 * @param timeToLive how long a value lives after its last update; zero for ever
 * @param updateType what makes it live on
 * @param stateVisibility whether a value that has ended but is still there may be seen
 * @param cleanupKeys at how many keys each use looks for values that have ended; 0 for none
 * @param cleanupAtEachKey whether not only each use but each record looks for them
 */
public record StateTtlConfig(
        Duration timeToLive,
        UpdateType updateType,
        StateVisibility stateVisibility,
        int cleanupKeys,
        boolean cleanupAtEachKey)
        implements Serializable {
    private static final int DEFAULT_CLEANUP_KEYS = 5;

    /** Values live for ever. */
    public static final StateTtlConfig DISABLED = new StateTtlConfig(
            Duration.ZERO, UpdateType.OnCreateAndWrite, StateVisibility.NeverReturnExpired, 0, false);

    /** What makes a value live on. */
    public enum UpdateType {
        /** Writing it. */
        OnCreateAndWrite,
        /** Writing or reading it. */
        OnReadAndWrite
    }

    /** What is seen of values that have ended. */
    public enum StateVisibility {
        /** Nothing. */
        NeverReturnExpired,
        /** What has not been cleaned up yet. */
        ReturnExpiredIfNotCleanedUp
    }

    /** Returns whether values end at all. */
    public boolean isEnabled() {
        return !timeToLive.isZero();
    }

    /**
     * Begins a configuration.
     *
     * @param timeToLive how long a value lives after its last update; at least a millisecond
     * @return the rest of it
     */
    public static Builder newBuilder(Duration timeToLive) {
        if (timeToLive.toMillis() < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "The time to live of state must be a millisecond or more.");
        }
        return new Builder(timeToLive);
    }

    /** Collects what differs from the defaults. The thread that builds the program owns it. */
    public static final class Builder {
        private final Duration timeToLive;
        private UpdateType updateType = UpdateType.OnCreateAndWrite;
        private StateVisibility visibility = StateVisibility.NeverReturnExpired;
        private int cleanupKeys = DEFAULT_CLEANUP_KEYS;
        private boolean cleanupAtEachKey;

        private Builder(Duration timeToLive) {
            this.timeToLive = timeToLive;
        }

        /** Sets what makes a value live on. */
        public Builder setUpdateType(UpdateType type) {
            updateType = type;
            return this;
        }

        /** Lets reading a value make it live on, too. */
        public Builder updateTtlOnReadAndWrite() {
            return setUpdateType(UpdateType.OnReadAndWrite);
        }

        /** Lets only writing a value make it live on, which is the default. */
        public Builder updateTtlOnCreateAndWrite() {
            return setUpdateType(UpdateType.OnCreateAndWrite);
        }

        /** Sets whether a value that has ended but is still there may be seen. */
        public Builder setStateVisibility(StateVisibility stateVisibility) {
            visibility = stateVisibility;
            return this;
        }

        /** Never shows a value that has ended, which is the default. */
        public Builder neverReturnExpired() {
            return setStateVisibility(StateVisibility.NeverReturnExpired);
        }

        /** Shows a value that has ended as long as it is there. */
        public Builder returnExpiredIfNotCleanedUp() {
            return setStateVisibility(StateVisibility.ReturnExpiredIfNotCleanedUp);
        }

        /**
         * Sets how values that have ended are cleaned up although their key does not come again. Without it each use of
         * the state looks at five keys.
         *
         * @param cleanupSize at how many keys to look each time
         * @param runCleanupForEveryRecord whether each record does so, and not only each use of the state
         */
        public Builder cleanupIncrementally(int cleanupSize, boolean runCleanupForEveryRecord) {
            if (cleanupSize < 1) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM, "cleanupIncrementally: the number of keys must be 1 or more.");
            }
            cleanupKeys = cleanupSize;
            cleanupAtEachKey = runCleanupForEveryRecord;
            return this;
        }

        /** Cleans up values that have ended only when their key comes again, and when a checkpoint is written. */
        public Builder disableCleanupInBackground() {
            cleanupKeys = 0;
            cleanupAtEachKey = false;
            return this;
        }

        /** Returns the configuration. */
        public StateTtlConfig build() {
            return new StateTtlConfig(timeToLive, updateType, visibility, cleanupKeys, cleanupAtEachKey);
        }
    }
}
