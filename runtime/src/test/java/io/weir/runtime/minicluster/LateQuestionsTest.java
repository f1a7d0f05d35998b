package io.weir.runtime.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.JobStatus;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import io.weir.runtime.client.ClusterJobClient;
import io.weir.runtime.client.LocalPlanExecutor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask when the job has ended, and its cluster may have ended with it. */
@Timeout(60)
class LateQuestionsTest {
    private final List<ClusterJobClient> clients = new ArrayList<>();

    /** Learns how each job ended before the program asks anything, as {@code weir run} may do. */
    private final class Watching implements PlanExecutor {
        private final LocalPlanExecutor local = new LocalPlanExecutor(new Configuration());

        @Override
        public JobClient submit(Plan plan) {
            ClusterJobClient client = local.submit(plan);
            clients.add(client);
            client.getJobExecutionResult().handle((result, failure) -> null).join();
            return client;
        }

        @Override
        public String explain(Plan plan) {
            return local.explain(plan);
        }
    }

    @BeforeEach
    void watch() {
        PlanExecutors.setContext(new Watching());
    }

    @AfterEach
    void close() {
        PlanExecutors.setContext(null);
        clients.forEach(JobClient::close);
    }

    private static DataSet<Long> numbers() {
        return ExecutionEnvironment.getExecutionEnvironment().generateSequence(1, 100);
    }

    @Test
    void anEmptyResultIsThereWhenTheJobHasEnded() {
        assertThat(numbers().filter(value -> value < 0).collect()).isEmpty();
        assertThat(numbers().collect()).hasSize(100);
    }

    @Test
    void whoFetchesTheResultOfAFailedJobLearnsWhyItFailed() {
        DataSet<Long> failing = numbers().map(value -> {
            throw new IllegalStateException("broken on purpose");
        });
        assertThatThrownBy(failing::collect).rootCause().hasMessageContaining("broken on purpose");
    }

    @Test
    void howAJobEndedIsKnownWhenItsClusterHasEnded() {
        numbers().collect();
        ClusterJobClient client = clients.get(0);
        Eventually.until("the cluster ends", () -> client.details().isCompletedExceptionally());
        JobExecutionResult result = client.getJobExecutionResult().join();
        assertThat(result.getJobID()).isEqualTo(client.getJobID());
        assertThat(client.getJobStatus()).isCompletedWithValue(JobStatus.FINISHED);
        assertThat(client.cancel()).isCompleted();
    }
}
