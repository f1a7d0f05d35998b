package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.SpeculationOptions;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.protocol.ExecutionState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowTasksTest {
    private final JobVertex vertex = Graphs.vertex("vertex", 5, "default");
    private final List<Execution> instances = new ExecutionGraph(Graphs.graph(List.of(vertex))).of(vertex.id());
    private final SlowTasks slowTasks = new SlowTasks(new Configuration()
            .set(SpeculationOptions.LOWER_BOUND, Duration.ofMillis(100))
            .set(SpeculationOptions.MULTIPLIER, 2.0)
            .set(SpeculationOptions.RATIO, 0.5));

    @BeforeEach
    void begin() {
        instances.get(4).leaveOut();
        instances.subList(0, 3).forEach(instance -> become(instance, ExecutionState.DEPLOYING, ExecutionState.RUNNING));
        assertThat(slowTasks.find(instances, 1_000)).isEmpty();
    }

    private static void become(Execution execution, ExecutionState... states) {
        for (ExecutionState state : states) {
            execution.become(state);
        }
    }

    @Test
    void whoTakesTwiceTheUsualIsSlow() {
        become(instances.get(0), ExecutionState.FINISHED);
        assertThat(slowTasks.find(instances, 1_050)).isEmpty();
        become(instances.get(1), ExecutionState.FINISHED);
        assertThat(slowTasks.find(instances, 1_200)).as("200 ms is the usual").isEmpty();
        become(instances.get(3), ExecutionState.DEPLOYING, ExecutionState.RUNNING);
        assertThat(slowTasks.find(instances, 1_399)).isEmpty();
        assertThat(slowTasks.find(instances, 1_400)).containsExactly(instances.get(2));
        assertThat(slowTasks.find(instances, 1_799)).containsExactlyElementsOf(instances.subList(2, 4));
    }

    @Test
    void nobodyIsSlowBeforeHalfOfThemHaveFinished() {
        become(instances.get(0), ExecutionState.FINISHED);
        assertThat(slowTasks.find(instances, 100_000)).isEmpty();
    }

    @Test
    void nobodyIsSlowBeforeTheLeastTime() {
        instances.subList(0, 2).forEach(instance -> become(instance, ExecutionState.FINISHED));
        assertThat(slowTasks.find(instances, 1_001)).isEmpty();
        assertThat(slowTasks.find(instances, 1_099)).isEmpty();
        assertThat(slowTasks.find(instances, 1_100)).containsExactly(instances.get(2));
    }
}
