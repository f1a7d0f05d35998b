package io.weir.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.connector.Boundedness;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.RichParallelSourceFunction;
import io.weir.functions.RichSourceFunction;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Plan;
import io.weir.plan.SinkFunctionTransformation;
import io.weir.plan.SourceFunctionTransformation;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.operators.ChainSpec;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ParallelismTest {
    private static JobGraph translate(Consumer<StreamExecutionEnvironment> program) {
        return JobGraphs.translate(PlanCapture.of(program));
    }

    private static void assertRefused(Consumer<StreamExecutionEnvironment> program, String... parts) {
        assertThatThrownBy(() -> translate(program))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll(parts)
                .extracting("code")
                .isEqualTo(ErrorCode.INVALID_PROGRAM);
    }

    @Test
    void theOperatorGoesBeforeTheEnvironmentAndThatBeforeTheCommandLine() {
        Consumer<StreamExecutionEnvironment> program =
                env -> env.fromSequence(1, 9).map(x -> x).setParallelism(5).print();
        Configuration commandLine = Configuration.fromMap(Map.of("parallelism.default", "3"));
        assertThat(JobGraphs.translate(PlanCapture.of(commandLine, program)).vertices())
                .extracting(JobVertex::parallelism)
                .containsExactly(3, 5, 3);
        assertThat(JobGraphs.translate(PlanCapture.of(commandLine, env -> program.accept(env.setParallelism(4))))
                        .vertices())
                .extracting(JobVertex::parallelism)
                .containsExactly(4, 5, 4);
        assertThat(JobGraphs.translate(PlanCapture.of(new Configuration(), program))
                        .vertices())
                .extracting(JobVertex::parallelism)
                .containsExactly(1, 5, 1);
    }

    @Test
    void collectionsAndPlainSourceFunctionsHaveOneInstance() {
        assertThat(translate(env -> env.fromData(1, 2, 3).print()).vertices())
                .extracting(JobVertex::parallelism)
                .containsExactly(1, 2);
        assertThat(translate(env -> env.addSource(new Single()).print()).vertices())
                .extracting(JobVertex::parallelism)
                .containsExactly(1, 2);
        assertThat(translate(env -> env.addSource(new Many()).print()).vertices())
                .extracting(JobVertex::parallelism)
                .containsExactly(2);
        assertRefused(
                env -> env.fromData(1, 2).setParallelism(2).print(), "'Collection'", "one instance", "parallelism 2");
    }

    @Test
    void aPlanWithASingleSourceInstancedTwiceIsRefused() {
        OperatorSettings<Long> source = new OperatorSettings<>(0, "Single", Types.LONG);
        source.setParallelism(2);
        SourceFunctionTransformation<Long> operation =
                new SourceFunctionTransformation<>(source, new Single(), Boundedness.CONTINUOUS_UNBOUNDED);
        Plan plan = new Plan(
                "job",
                List.of(new SinkFunctionTransformation<>(
                        new OperatorSettings<>(1, "Sink", Types.LONG), operation, (value, context) -> {})),
                new Configuration());
        assertThatThrownBy(() -> JobGraphs.translate(plan))
                .hasMessageContainingAll("'Source: Single'", "ParallelSourceFunction");
    }

    @Test
    void forwardBetweenDifferentParallelismsIsRefused() {
        assertRefused(
                env -> env.fromSequence(1, 9)
                        .forward()
                        .map(x -> x)
                        .setParallelism(5)
                        .print(),
                "forward()",
                "'Source: Sequence' has 2",
                "'Map' has 5",
                "rebalance()");
    }

    @Test
    void moreInstancesThanKeyGroupsAreRefused() {
        assertRefused(
                env -> env.setMaxParallelism(4)
                        .fromSequence(1, 9)
                        .map(x -> x)
                        .setParallelism(5)
                        .print(),
                "'Map'",
                "parallelism 5",
                "maximum parallelism 4",
                "pipeline.max-parallelism");
    }

    @Test
    void keyGroupsFollowTheParallelismUnlessTheProgramSaysOtherwise() {
        assertThat(Parallelism.defaultMaxParallelism(1)).isEqualTo(128);
        assertThat(Parallelism.defaultMaxParallelism(85)).isEqualTo(128);
        assertThat(Parallelism.defaultMaxParallelism(86)).isEqualTo(256);
        assertThat(Parallelism.defaultMaxParallelism(200)).isEqualTo(512);
        assertThat(Parallelism.defaultMaxParallelism(30_000)).isEqualTo(32_768);
        assertThat(Parallelism.defaultMaxParallelism(Integer.MAX_VALUE)).isEqualTo(32_768);

        JobGraph graph = translate(env -> env.fromSequence(1, 9)
                .keyBy(x -> x)
                .reduce((a, b) -> a)
                .setMaxParallelism(7)
                .keyBy(x -> x)
                .reduce((a, b) -> a)
                .setParallelism(200)
                .print());
        assertThat(graph.vertices()).extracting(JobVertex::maxParallelism).startsWith(128, 7, 512);
        ChainSpec first = ObjectCodec.deserialize(
                graph.vertices().get(0).chain(), getClass().getClassLoader(), ChainSpec.class);
        assertThat(first.outputs())
                .extracting(ChainSpec.Exchange::targetMaxParallelism)
                .containsExactly(7);
        assertThat(translate(env -> env.setMaxParallelism(64).fromSequence(1, 9).print())
                        .vertices())
                .extracting(JobVertex::maxParallelism)
                .containsExactly(64);
    }

    @Test
    void rescaleConnectsSharesAndOtherDistributionsEverything() {
        assertThat(translate(env -> env.fromSequence(1, 9)
                                .rescale()
                                .map(x -> x)
                                .setParallelism(4)
                                .print())
                        .edges())
                .extracting(JobEdge::distribution)
                .containsExactly(Distribution.RESCALE, Distribution.ALL_TO_ALL);
    }

    @Test
    void theLastDistributionCounts() {
        assertThat(translate(env ->
                                env.fromSequence(1, 9).rebalance().broadcast().print())
                        .edges())
                .extracting(JobEdge::label)
                .containsExactly("BROADCAST");
    }

    @Test
    void bufferTimeoutsReachTheExchanges() {
        assertThat(timeouts(env -> env.fromSequence(1, 9).rebalance().print())).containsExactly(100L);
        assertThat(timeouts(env ->
                        env.setBufferTimeout(-1).fromSequence(1, 9).rebalance().print()))
                .containsExactly(-1L);
        assertThat(timeouts(env ->
                        env.fromSequence(1, 9).setBufferTimeout(0).rebalance().print()))
                .containsExactly(0L);
    }

    private static List<Long> timeouts(Consumer<StreamExecutionEnvironment> program) {
        byte[] chain = translate(program).vertices().get(0).chain();
        return ObjectCodec.deserialize(chain, ParallelismTest.class.getClassLoader(), ChainSpec.class)
                .outputs()
                .stream()
                .map(ChainSpec.Exchange::bufferTimeoutMillis)
                .toList();
    }

    @Test
    void aProgramWithoutSinkSaysSo() {
        assertRefused(env -> env.fromSequence(1, 9).map(x -> x), "no sink", "nothing to run");
        assertThatThrownBy(() -> JobGraphs.explain(new Plan("empty", List.of(), new Configuration())))
                .asInstanceOf(InstanceOfAssertFactories.type(WeirException.class))
                .extracting(WeirException::code)
                .isEqualTo(ErrorCode.INVALID_PROGRAM);
    }

    /** Runs with one instance only. */
    private static final class Single extends RichSourceFunction<Long> {
        @Override
        public void run(SourceContext<Long> context) {
            context.collect(1L);
        }

        @Override
        public void cancel() {
            // It ends by itself.
        }
    }

    /** May run with many instances. */
    private static final class Many extends RichParallelSourceFunction<Long> {
        @Override
        public void run(SourceContext<Long> context) {
            context.collect(1L);
        }

        @Override
        public void cancel() {
            // It ends by itself.
        }
    }
}
