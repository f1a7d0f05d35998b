package io.weir.functions.async;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** The usual strategies for trying requests again. Stateless. */
public final class AsyncRetryStrategies {
    /** Never tries again. */
    public static final AsyncRetryStrategy<Object> NO_RETRY_STRATEGY = new Backoff<>(0, 1, 1, 1, null, null);

    private AsyncRetryStrategies() {}

    /** Never tries again. */
    @SuppressWarnings("unchecked") // it looks at no result
    public static <O> AsyncRetryStrategy<O> noRetry() {
        return (AsyncRetryStrategy<O>) NO_RETRY_STRATEGY;
    }

    /**
     * What both builders have in common.
     *
     * @param <O> the type of the results
     * @param <B> the builder
     */
    private abstract static class Builder<O, B extends Builder<O, B>> {
        final int maxAttempts;
        SerializablePredicate<Collection<O>> result;
        SerializablePredicate<Throwable> exception;

        Builder(int maxAttempts) {
            require(maxAttempts > 0, "maxAttempts must be at least 1, not " + maxAttempts);
            this.maxAttempts = maxAttempts;
        }

        abstract B self();

        /**
         * Tries again if a condition holds for the results.
         *
         * @param predicate the condition
         * @return this
         */
        public B ifResult(SerializablePredicate<Collection<O>> predicate) {
            result = predicate;
            return self();
        }

        /**
         * Tries again if a condition holds for the failure.
         *
         * @param predicate the condition
         * @return this
         */
        public B ifException(SerializablePredicate<Throwable> predicate) {
            exception = predicate;
            return self();
        }
    }

    /**
     * Makes a strategy that always waits the same time.
     *
     * @param <O> the type of the results
     */
    public static final class FixedDelayRetryStrategyBuilder<O> extends Builder<O, FixedDelayRetryStrategyBuilder<O>> {
        private final long backoffTimeMillis;

        /**
         * Begins.
         *
         * @param maxAttempts how often a request is tried again at most
         * @param backoffTimeMillis how long to wait before
         */
        public FixedDelayRetryStrategyBuilder(int maxAttempts, long backoffTimeMillis) {
            super(maxAttempts);
            require(backoffTimeMillis > 0, "backoffTimeMillis must be above 0, not " + backoffTimeMillis);
            this.backoffTimeMillis = backoffTimeMillis;
        }

        @Override
        FixedDelayRetryStrategyBuilder<O> self() {
            return this;
        }

        /** Returns the strategy. */
        public AsyncRetryStrategy<O> build() {
            return new Backoff<>(maxAttempts, backoffTimeMillis, backoffTimeMillis, 1, result, exception);
        }
    }

    /**
     * Makes a strategy that waits longer each time.
     *
     * @param <O> the type of the results
     */
    public static final class ExponentialBackoffDelayRetryStrategyBuilder<O>
            extends Builder<O, ExponentialBackoffDelayRetryStrategyBuilder<O>> {
        private final long initialDelay;
        private final long maxRetryDelay;
        private final double multiplier;

        /**
         * Begins.
         *
         * @param maxAttempts how often a request is tried again at most
         * @param initialDelay how many milliseconds to wait before the first time
         * @param maxRetryDelay how many milliseconds to wait at most
         * @param multiplier by how much the wait grows each time
         */
        public ExponentialBackoffDelayRetryStrategyBuilder(
                int maxAttempts, long initialDelay, long maxRetryDelay, double multiplier) {
            super(maxAttempts);
            require(initialDelay > 0, "initialDelay must be above 0, not " + initialDelay);
            require(maxRetryDelay >= initialDelay, "maxRetryDelay must not be below initialDelay");
            require(multiplier >= 1, "multiplier must be at least 1, not " + multiplier);
            this.initialDelay = initialDelay;
            this.maxRetryDelay = maxRetryDelay;
            this.multiplier = multiplier;
        }

        @Override
        ExponentialBackoffDelayRetryStrategyBuilder<O> self() {
            return this;
        }

        /** Returns the strategy. */
        public AsyncRetryStrategy<O> build() {
            return new Backoff<>(maxAttempts, initialDelay, maxRetryDelay, multiplier, result, exception);
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "A retry strategy cannot be made: " + problem + ".");
        }
    }

    /** Waits from a first to a longest time, by a factor longer each time. */
    private record Backoff<O>(
            int maxAttempts,
            long initialDelay,
            long maxDelay,
            double multiplier,
            SerializablePredicate<Collection<O>> result,
            SerializablePredicate<Throwable> exception)
            implements AsyncRetryStrategy<O> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean canRetry(int currentAttempts) {
            return currentAttempts <= maxAttempts;
        }

        @Override
        public long getBackoffTimeMillis(int currentAttempts) {
            return (long) Math.min(maxDelay, initialDelay * Math.pow(multiplier, currentAttempts - 1.0));
        }

        @Override
        public AsyncRetryPredicate<O> getRetryPredicate() {
            return new AsyncRetryPredicate<>() {
                @Override
                public Optional<Predicate<Collection<O>>> resultPredicate() {
                    return Optional.ofNullable(result);
                }

                @Override
                public Optional<Predicate<Throwable>> exceptionPredicate() {
                    return Optional.ofNullable(exception);
                }
            };
        }
    }
}
