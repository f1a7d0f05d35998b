package io.weir.runtime.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.runtime.heartbeat.ManualHost;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartStrategyTest {
    private final ManualHost host = new ManualHost();
    private final Configuration options = new Configuration();

    private RestartStrategy strategy(RestartStrategyType type) {
        return RestartStrategy.of(type, options, host.clock(), new Random(7));
    }

    @Test
    void noneNeverStartsAgain() {
        RestartStrategy none = strategy(RestartStrategyType.NONE);
        assertThat(none.onFailure()).isEmpty();
        assertThat(none.describe()).isEqualTo("none");
    }

    @Test
    void fixedDelayStartsAgainSoManyTimes() {
        options.set(RestartOptions.FIXED_DELAY_ATTEMPTS, 2).set(RestartOptions.FIXED_DELAY, Duration.ofMillis(20));
        RestartStrategy fixed = strategy(RestartStrategyType.FIXED_DELAY);
        assertThat(fixed.onFailure()).contains(Duration.ofMillis(20));
        host.advance(Duration.ofDays(1));
        assertThat(fixed.onFailure()).contains(Duration.ofMillis(20));
        assertThat(fixed.onFailure()).isEmpty();
        assertThat(fixed.onFailure()).isEmpty();
        assertThat(fixed.describe()).isEqualTo("fixed-delay (at most 2 times, after 20 ms)");
    }

    @Test
    void failureRateCountsWithinAnInterval() {
        options.set(RestartOptions.FAILURE_RATE_MAX, 2)
                .set(RestartOptions.FAILURE_RATE_INTERVAL, Duration.ofSeconds(10))
                .set(RestartOptions.FAILURE_RATE_DELAY, Duration.ofMillis(5));
        RestartStrategy rate = strategy(RestartStrategyType.FAILURE_RATE);
        for (int failure = 0; failure < 20; failure++) {
            assertThat(rate.onFailure()).contains(Duration.ofMillis(5));
            host.advance(Duration.ofSeconds(5)); // two within ten seconds
        }
        assertThat(rate.onFailure()).contains(Duration.ofMillis(5));
        host.advance(Duration.ofSeconds(4));
        assertThat(rate.onFailure()).as("the third within ten seconds").isEmpty();
    }

    @Test
    void exponentialDelayGrowsUpToTheLongest() {
        options.set(RestartOptions.JITTER_FACTOR, 0.0)
                .set(RestartOptions.INITIAL_BACKOFF, Duration.ofMillis(100))
                .set(RestartOptions.MAX_BACKOFF, Duration.ofMillis(500))
                .set(RestartOptions.BACKOFF_MULTIPLIER, 2.0);
        RestartStrategy exponential = strategy(RestartStrategyType.EXPONENTIAL_DELAY);
        for (long expected : new long[] {100, 200, 400, 500, 500}) {
            assertThat(exponential.onFailure()).contains(Duration.ofMillis(expected));
        }
    }

    @Test
    void exponentialDelayForgetsFailuresWhenTheJobHasRunWell() {
        options.set(RestartOptions.JITTER_FACTOR, 0.0)
                .set(RestartOptions.INITIAL_BACKOFF, Duration.ofMillis(100))
                .set(RestartOptions.RESET_BACKOFF_THRESHOLD, Duration.ofSeconds(10));
        RestartStrategy exponential = strategy(RestartStrategyType.EXPONENTIAL_DELAY);
        exponential.onFailure();
        host.advance(Duration.ofMillis(10_099));
        assertThat(exponential.onFailure()).as("it has run for less than 10 s").contains(Duration.ofMillis(150));
        host.advance(Duration.ofMillis(10_150));
        assertThat(exponential.onFailure()).as("it has run for 10 s").contains(Duration.ofMillis(100));
    }

    @Test
    void exponentialDelayVariesWithinItsJitter() {
        options.set(RestartOptions.JITTER_FACTOR, 0.5)
                .set(RestartOptions.INITIAL_BACKOFF, Duration.ofMillis(1_000))
                .set(RestartOptions.MAX_BACKOFF, Duration.ofMillis(10_000))
                .set(RestartOptions.BACKOFF_MULTIPLIER, 1.0);
        RestartStrategy exponential = strategy(RestartStrategyType.EXPONENTIAL_DELAY);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int failure = 0; failure < 200; failure++) {
            long delay = exponential.onFailure().orElseThrow().toMillis();
            least = Math.min(least, delay);
            most = Math.max(most, delay);
        }
        assertThat(least).isBetween(500L, 600L);
        assertThat(most).isBetween(1_400L, 1_500L);
    }

    @Test
    void exponentialDelayEndsAfterSoManyInARow() {
        options.set(RestartOptions.ATTEMPTS_BEFORE_RESET, 2);
        RestartStrategy exponential = strategy(RestartStrategyType.EXPONENTIAL_DELAY);
        assertThat(exponential.onFailure()).isNotEmpty();
        assertThat(exponential.onFailure()).isNotEmpty();
        assertThat(exponential.onFailure()).isEqualTo(Optional.empty());
        assertThat(exponential.describe()).endsWith("each time 1.5 times the last, at most 2 times in a row)");
    }
}
