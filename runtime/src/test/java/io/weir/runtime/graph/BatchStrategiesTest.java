package io.weir.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.RichSourceFunction;
import io.weir.runtime.batch.HashCombineOperator;
import io.weir.runtime.batch.HashReduceOperator;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.KeyedReduceOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.util.WeirException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BatchStrategiesTest {
    private static JobGraph translate(RuntimeExecutionMode mode, Consumer<StreamExecutionEnvironment> program) {
        return JobGraphs.translate(PlanCapture.of(env -> program.accept(env.setRuntimeMode(mode))));
    }

    private static void count(DataStream<Long> numbers) {
        numbers.keyBy(x -> x % 3).reduce(Long::sum).print();
    }

    private static List<String> vertices(JobGraph graph) {
        return graph.vertices().stream().map(JobVertex::name).toList();
    }

    private static OperatorSpec<?, ?> spec(JobGraph graph, int vertex, int node) {
        byte[] chain = graph.vertices().get(vertex).chain();
        return ObjectCodec.deserialize(chain, BatchStrategiesTest.class.getClassLoader(), ChainSpec.class)
                .nodes()
                .get(node)
                .spec();
    }

    @Test
    void streamingEmitsEveryUpdate() {
        JobGraph graph = translate(RuntimeExecutionMode.STREAMING, env -> count(env.fromSequence(1, 9)));
        assertThat(vertices(graph)).containsExactly("Source: Sequence", "Keyed Reduce -> Sink: Print to Std. Out");
        assertThat(spec(graph, 1, 0)).isInstanceOf(KeyedReduceOperator.Spec.class);
    }

    @Test
    void batchCombinesBeforeTheExchangeAndEmitsOnceAfterIt() {
        for (RuntimeExecutionMode mode : List.of(RuntimeExecutionMode.BATCH, RuntimeExecutionMode.AUTOMATIC)) {
            JobGraph graph = translate(mode, env -> count(env.fromSequence(1, 9)));
            assertThat(vertices(graph))
                    .containsExactly(
                            "Source: Sequence -> Combine for Keyed Reduce", "Keyed Reduce -> Sink: Print to Std. Out");
            assertThat(graph.edges()).extracting(JobEdge::label).containsExactly("HASH");
            assertThat(spec(graph, 0, 1)).isInstanceOf(HashCombineOperator.Spec.class);
            assertThat(spec(graph, 1, 0)).isInstanceOf(HashReduceOperator.Spec.class);
        }
    }

    @Test
    void everyInputOfAUnionGetsItsCombiner() {
        JobGraph graph = translate(
                RuntimeExecutionMode.BATCH,
                env -> count(
                        env.fromSequence(1, 9).union(env.fromSequence(10, 19).map(x -> x))));
        assertThat(vertices(graph))
                .containsExactly(
                        "Source: Sequence -> Combine for Keyed Reduce",
                        "Source: Sequence -> Map -> Combine for Keyed Reduce",
                        "Keyed Reduce -> Sink: Print to Std. Out");
        assertThat(graph.edges()).extracting(JobEdge::targetInput).containsExactly(0, 1);
    }

    @Test
    void noCombinerWhereItCannotJoinTheProducersTask() {
        JobGraph alone = translate(
                RuntimeExecutionMode.BATCH,
                env -> count(env.fromSequence(1, 9).map(x -> x).disableChaining()));
        assertThat(vertices(alone))
                .containsExactly("Source: Sequence", "Map", "Keyed Reduce -> Sink: Print to Std. Out");
        JobGraph unchained = translate(
                RuntimeExecutionMode.BATCH,
                env -> count(env.disableOperatorChaining().fromSequence(1, 9)));
        assertThat(vertices(unchained)).containsExactly("Source: Sequence", "Keyed Reduce", "Sink: Print to Std. Out");
    }

    @Test
    void oneUnboundedSourceMakesAnAutomaticProgramStream() {
        JobGraph graph = translate(
                RuntimeExecutionMode.AUTOMATIC,
                env -> count(env.addSource(new Endless()).union(env.fromSequence(1, 9))));
        assertThat(spec(graph, 2, 0)).isInstanceOf(KeyedReduceOperator.Spec.class);
    }

    @Test
    void batchOverAnUnboundedSourceIsRefused() {
        assertThatThrownBy(() ->
                        translate(RuntimeExecutionMode.BATCH, env -> count(env.addSource(new Endless(), "Endless"))))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll("BATCH", "'Source: Endless' never ends");
    }

    /** Never ends, as far as the plan can tell. */
    private static final class Endless extends RichSourceFunction<Long> {
        @Override
        public void run(SourceContext<Long> context) {
            context.collect(1L);
        }

        @Override
        public void cancel() {
            // Nothing waits.
        }
    }
}
