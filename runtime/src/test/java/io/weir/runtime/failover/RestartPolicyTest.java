package io.weir.runtime.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.execution.JobId;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.util.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final FailureInfo LOST = Failures.of(ErrorCode.TASK_MANAGER_LOST, "lost");
    private static final FailureInfo USER = Failures.of(ErrorCode.USER_FUNCTION, "boom");
    private static final FailureInfo MISSING = Failures.of(ErrorCode.FILE, "no such file");

    private final Configuration options = new Configuration();

    private RestartPolicy policy(boolean repeatable) {
        JobGraph graph = new JobGraph(JobId.random(), "test", List.of(), List.of(), new Configuration(), repeatable);
        return RestartPolicy.of(graph, options, new ManualHost().clock(), new Random(1));
    }

    @Test
    void withCheckpointsAJobStartsAgainWithoutEnd() {
        options.set(CheckpointingOptions.INTERVAL, Duration.ofSeconds(1));
        RestartPolicy policy = policy(false);
        for (int failure = 0; failure < 1_000; failure++) {
            assertThat(policy.onFailure(USER)).isNotEmpty();
        }
        assertThat(policy.onFailure(MISSING)).isEmpty();
        assertThat(policy.describe()).startsWith("exponential-delay (").endsWith(", from the last checkpoint");
    }

    @Test
    void withoutCheckpointsNoOutputIsDoubled() {
        RestartPolicy policy = policy(false);
        assertThat(policy.onFailure(LOST)).isEmpty();
        assertThat(policy.describe()).startsWith("none, there are no checkpoints");
    }

    @Test
    void withoutCheckpointsAJobThatDoublesNothingSurvivesWhatItIsNotToBlameFor() {
        RestartPolicy policy = policy(true);
        assertThat(policy.onFailure(USER)).isEmpty();
        for (int failure = 0; failure < 3; failure++) {
            assertThat(policy.onFailure(LOST)).contains(Duration.ofSeconds(1));
        }
        assertThat(policy.onFailure(LOST)).isEmpty();
        assertThat(policy.describe()).startsWith("fixed-delay (at most 3 times, after 1000 ms), from the beginning");
    }

    @Test
    void whatTheUserChoosesHolds() {
        options.set(RestartOptions.TYPE, RestartStrategyType.FIXED_DELAY);
        assertThat(policy(false).onFailure(USER)).isNotEmpty();
        assertThat(policy(false).describe()).contains("sinks may get records again");
        assertThat(policy(true).describe()).doesNotContain("again,");
        options.set(CheckpointingOptions.INTERVAL, Duration.ofSeconds(1));
        options.set(RestartOptions.TYPE, RestartStrategyType.NONE);
        assertThat(policy(true).onFailure(LOST)).isEmpty();
    }

    @Test
    void whatWouldComeAgainEndsAJobAtOnce() {
        options.set(RestartOptions.TYPE, RestartStrategyType.EXPONENTIAL_DELAY);
        assertThat(policy(true).onFailure(MISSING)).isEmpty();
        assertThat(policy(true).permits(LOST)).isTrue();
    }
}
