package io.weir.connector.file;

import io.weir.configuration.MemorySize;
import java.time.Duration;

/**
 * Ends a file that is long enough, old enough, or has not been written to for some time. Immutable.
 *
 * @param <T> the type of the records
 */
public final class DefaultRollingPolicy<T> implements RollingPolicy<T> {
    private static final long serialVersionUID = 1L;

    private final long maxBytes;
    private final long rolloverMillis;
    private final long inactivityMillis;

    private DefaultRollingPolicy(PolicyBuilder builder) {
        this.maxBytes = builder.maxBytes;
        this.rolloverMillis = builder.rolloverMillis;
        this.inactivityMillis = builder.inactivityMillis;
    }

    /** Returns a policy to be changed: 128 MB, 60 s of age, 60 s without a record. */
    public static PolicyBuilder builder() {
        return new PolicyBuilder();
    }

    @Override
    public boolean shouldRollOnCheckpoint(PartFileInfo partFileState) {
        return partFileState.getSize() >= maxBytes;
    }

    @Override
    public boolean shouldRollOnEvent(PartFileInfo partFileState, T element) {
        return partFileState.getSize() >= maxBytes;
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo partFileState, long currentTime) {
        return currentTime - partFileState.getCreationTime() >= rolloverMillis
                || currentTime - partFileState.getLastUpdateTime() >= inactivityMillis;
    }

    /** Collects when files end. The thread that builds the program owns it. */
    public static final class PolicyBuilder {
        private static final long DEFAULT_BYTES = 128L << 20;
        private static final long DEFAULT_MILLIS = 60_000;

        private long maxBytes = DEFAULT_BYTES;
        private long rolloverMillis = DEFAULT_MILLIS;
        private long inactivityMillis = DEFAULT_MILLIS;

        private PolicyBuilder() {}

        /**
         * Sets how long a file gets. It ends before the first record that it is too long for.
         *
         * @param size at least 1 byte
         * @return this
         */
        public PolicyBuilder withMaxPartSize(MemorySize size) {
            if (size.bytes() < 1) {
                throw new IllegalArgumentException("A file has to have room for a record, but its size is " + size);
            }
            maxBytes = size.bytes();
            return this;
        }

        /**
         * Sets how old a file gets.
         *
         * @param interval more than 0
         * @return this
         */
        public PolicyBuilder withRolloverInterval(Duration interval) {
            rolloverMillis = positive(interval);
            return this;
        }

        /**
         * Sets for how long a file stays open without being written to.
         *
         * @param interval more than 0
         * @return this
         */
        public PolicyBuilder withInactivityInterval(Duration interval) {
            inactivityMillis = positive(interval);
            return this;
        }

        private static long positive(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("The interval has to be at least 1 ms, but is " + interval);
            }
            return interval.toMillis();
        }

        /**
         * Makes the policy.
         *
         * @param <T> the type of the records
         * @return the policy
         */
        public <T> DefaultRollingPolicy<T> build() {
            return new DefaultRollingPolicy<>(this);
        }
    }
}
