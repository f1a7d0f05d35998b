package io.weir.runtime.failover;

import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides after each failure of a job whether it starts again, and how long after the failure. It knows of failures only
 * that they happened.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job.
 */
public sealed interface RestartStrategy {
    /**
     * Takes note of a failure.
     *
     * @return after how long the job starts again; empty if it does not
     */
    Optional<Duration> onFailure();

    /** Returns what it does, in a few words that begin with its name. */
    String describe();

    /**
     * Makes the strategy that the options describe.
     *
     * @param type which one
     * @param options the options of the job and its cluster
     * @param clock tells the time
     * @param random varies delays
     * @return a strategy that has seen no failure
     */
    static RestartStrategy of(RestartStrategyType type, Configuration options, Clock clock, RandomGenerator random) {
        return switch (type) {
            case NONE -> new None();
            case FIXED_DELAY ->
                new FixedDelay(
                        options.get(RestartOptions.FIXED_DELAY_ATTEMPTS), options.get(RestartOptions.FIXED_DELAY));
            case FAILURE_RATE ->
                new FailureRate(
                        options.get(RestartOptions.FAILURE_RATE_MAX),
                        options.get(RestartOptions.FAILURE_RATE_INTERVAL),
                        options.get(RestartOptions.FAILURE_RATE_DELAY),
                        clock);
            case EXPONENTIAL_DELAY -> new ExponentialDelay(ExponentialDelay.Settings.read(options), clock, random);
        };
    }

    /** Never starts again. */
    final class None implements RestartStrategy {
        @Override
        public Optional<Duration> onFailure() {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "none";
        }
    }

    /** Starts again so many times, always after the same time. */
    final class FixedDelay implements RestartStrategy {
        private final int attempts;
        private final Duration delay;
        private int failures;

        FixedDelay(int attempts, Duration delay) {
            this.attempts = attempts;
            this.delay = delay;
        }

        @Override
        public Optional<Duration> onFailure() {
            failures++;
            return failures <= attempts ? Optional.of(delay) : Optional.empty();
        }

        @Override
        public String describe() {
            return "fixed-delay (at most " + attempts + (attempts == 1 ? " time" : " times") + ", after "
                    + delay.toMillis() + " ms)";
        }
    }

    /** Starts again as long as there were not too many failures within a time. */
    final class FailureRate implements RestartStrategy {
        private final int most;
        private final Duration interval;
        private final Duration delay;
        private final Clock clock;
        private final Deque<Instant> failures = new ArrayDeque<>();

        FailureRate(int most, Duration interval, Duration delay, Clock clock) {
            this.most = most;
            this.interval = interval;
            this.delay = delay;
            this.clock = clock;
        }

        @Override
        public Optional<Duration> onFailure() {
            Instant now = clock.instant();
            Instant begin = now.minus(interval);
            while (!failures.isEmpty() && !failures.peek().isAfter(begin)) {
                failures.remove();
            }
            failures.add(now);
            return failures.size() <= most ? Optional.of(delay) : Optional.empty();
        }

        @Override
        public String describe() {
            return "failure-rate (at most " + most + (most == 1 ? " failure" : " failures") + " within "
                    + interval.toMillis() + " ms, after " + delay.toMillis() + " ms)";
        }
    }

    /** Starts again after a time that grows with each failure, until there was none for long. */
    final class ExponentialDelay implements RestartStrategy {
        private final Settings settings;
        private final Clock clock;
        private final RandomGenerator random;
        private double backoffMillis;
        private int failures;
        private Instant lastStart;

        /**
         * How the time grows.
         *
         * @param initial the first time
         * @param longest the longest time
         * @param multiplier how many times the one before each is
         * @param reset how long a job has to run well for failures to be forgotten
         * @param jitter by which part of itself a time varies at random
         * @param attempts how many times it starts again before failures are forgotten; null for no limit
         */
        record Settings(
                Duration initial,
                Duration longest,
                double multiplier,
                Duration reset,
                double jitter,
                Integer attempts) {
            static Settings read(Configuration options) {
                Duration initial = options.get(RestartOptions.INITIAL_BACKOFF);
                Duration longest = options.get(RestartOptions.MAX_BACKOFF);
                return new Settings(
                        initial,
                        longest.compareTo(initial) < 0 ? initial : longest,
                        options.get(RestartOptions.BACKOFF_MULTIPLIER),
                        options.get(RestartOptions.RESET_BACKOFF_THRESHOLD),
                        options.get(RestartOptions.JITTER_FACTOR),
                        options.get(RestartOptions.ATTEMPTS_BEFORE_RESET));
            }
        }

        ExponentialDelay(Settings settings, Clock clock, RandomGenerator random) {
            this.settings = settings;
            this.clock = clock;
            this.random = random;
        }

        @Override
        public Optional<Duration> onFailure() {
            Instant now = clock.instant();
            if (lastStart == null || !now.isBefore(lastStart.plus(settings.reset()))) {
                failures = 0;
                backoffMillis = settings.initial().toMillis();
            }
            failures++;
            if (settings.attempts() != null && failures > settings.attempts()) {
                return Optional.empty();
            }
            double vary = 1 + settings.jitter() * (2 * random.nextDouble() - 1);
            long longest = settings.longest().toMillis();
            Duration delay = Duration.ofMillis(Math.min(longest, Math.max(1, Math.round(backoffMillis * vary))));
            backoffMillis = Math.min(longest, backoffMillis * settings.multiplier());
            lastStart = now.plus(delay);
            return Optional.of(delay);
        }

        @Override
        public String describe() {
            return "exponential-delay (after " + settings.initial().toMillis() + " ms to "
                    + settings.longest().toMillis() + " ms, each time " + settings.multiplier() + " times the last"
                    + (settings.attempts() == null ? "" : ", at most " + settings.attempts() + " times in a row")
                    + ")";
        }
    }
}
