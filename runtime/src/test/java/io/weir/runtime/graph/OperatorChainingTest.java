package io.weir.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.JobEdge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.operators.ChainSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each rule of chaining with a program that keeps it and one that breaks it. */
class OperatorChainingTest {
    private static JobGraph translate(Consumer<StreamExecutionEnvironment> program) {
        return JobGraphs.translate(PlanCapture.of(program));
    }

    private static List<String> vertices(Consumer<StreamExecutionEnvironment> program) {
        return translate(program).vertices().stream().map(JobVertex::name).toList();
    }

    @Test
    void forwardEdgesOfOneParallelismAreChained() {
        assertThat(vertices(env -> env.fromSequence(1, 9)
                        .map(x -> x + 1)
                        .filter(x -> x > 2)
                        .print()))
                .containsExactly("Source: Sequence -> Map -> Filter -> Sink: Print to Std. Out");
    }

    @Test
    void anotherParallelismBreaksTheChain() {
        JobGraph graph = translate(env ->
                env.fromSequence(1, 9).map(x -> x + 1).setParallelism(3).print().setParallelism(3));
        assertThat(graph.vertices())
                .extracting(JobVertex::name)
                .containsExactly("Source: Sequence", "Map -> Sink: Print to Std. Out");
        assertThat(graph.vertices()).extracting(JobVertex::parallelism).containsExactly(2, 3);
        assertThat(graph.edges()).extracting(JobEdge::label).containsExactly("REBALANCE");
    }

    @Test
    void everyOtherDistributionBreaksTheChain() {
        Map<String, Consumer<DataStream<Long>>> programs = Map.of(
                "FORWARD", stream -> stream.forward().print(),
                "HASH", stream -> stream.keyBy(x -> x).print(),
                "REBALANCE", stream -> stream.rebalance().print(),
                "RESCALE", stream -> stream.rescale().print(),
                "SHUFFLE", stream -> stream.shuffle().print(),
                "BROADCAST", stream -> stream.broadcast().print(),
                "GLOBAL", stream -> stream.global().print(),
                "CUSTOM",
                        stream -> stream.partitionCustom((Long key, int n) -> 0, x -> x)
                                .print());
        programs.forEach((label, program) -> {
            JobGraph graph = translate(env -> program.accept(env.fromSequence(1, 9)));
            if (label.equals("FORWARD")) {
                assertThat(graph.vertices()).hasSize(1);
            } else {
                assertThat(graph.vertices()).as(label).hasSize(2);
                assertThat(graph.edges()).extracting(JobEdge::label).containsExactly(label);
            }
        });
    }

    @Test
    void aSlotSharingGroupOfItsOwnBreaksTheChainAndIsInherited() {
        JobGraph graph = translate(env -> env.fromSequence(1, 9)
                .map(x -> x + 1)
                .slotSharingGroup("heavy")
                .filter(x -> true)
                .print());
        assertThat(graph.vertices())
                .extracting(JobVertex::name)
                .containsExactly("Source: Sequence", "Map -> Filter -> Sink: Print to Std. Out");
        assertThat(graph.vertices()).extracting(JobVertex::slotSharingGroup).containsExactly("default", "heavy");
        assertThat(graph.edges()).extracting(JobEdge::label).containsExactly("FORWARD");
        assertThat(graph.requiredSlots()).isEqualTo(4);
    }

    @Test
    void operatorsMayObject() {
        assertThat(vertices(env -> env.fromSequence(1, 9)
                        .map(x -> x + 1)
                        .disableChaining()
                        .filter(x -> true)
                        .print()))
                .containsExactly("Source: Sequence", "Map", "Filter -> Sink: Print to Std. Out");
        assertThat(vertices(env -> env.fromSequence(1, 9)
                        .map(x -> x + 1)
                        .startNewChain()
                        .filter(x -> true)
                        .print()))
                .containsExactly("Source: Sequence", "Map -> Filter -> Sink: Print to Std. Out");
    }

    @Test
    void chainingCanBeSwitchedOff() {
        Configuration off = Configuration.fromMap(Map.of("pipeline.operator-chaining.enabled", "false"));
        assertThat(vertices(
                        env -> env.configure(off).fromSequence(1, 9).map(x -> x).print()))
                .hasSize(3);
    }

    @Test
    void anOperatorWithSeveralInputsHeadsAChain() {
        JobGraph graph = translate(env -> {
            DataStream<Long> one = env.fromSequence(1, 9);
            DataStream<Long> two = env.fromSequence(1, 9);
            one.union(two).map(x -> x).print();
        });
        assertThat(graph.vertices())
                .extracting(JobVertex::name)
                .containsExactly("Source: Sequence", "Source: Sequence", "Map -> Sink: Print to Std. Out");
        assertThat(graph.edges()).extracting(JobEdge::targetInput).containsExactly(0, 1);
        assertThat(graph.edges()).extracting(JobEdge::label).containsOnly("FORWARD");
    }

    @Test
    void aStreamMayBeMergedWithItself() {
        JobGraph graph = translate(env -> {
            DataStream<Long> one = env.fromSequence(1, 9);
            one.union(one).map(x -> x).print();
        });
        assertThat(graph.edges()).extracting(JobEdge::targetInput).containsExactly(0, 1);
        assertThat(graph.edges()).extracting(JobEdge::sourceOutput).containsExactly(0, 1);
    }

    @Test
    void oneOperatorMayFeedSeveralOfItsChain() {
        JobGraph graph = translate(env -> {
            DataStream<Long> numbers = env.fromSequence(1, 9).map(x -> x);
            numbers.filter(x -> x > 1).print();
            numbers.print();
            numbers.rebalance().print("far");
        });
        assertThat(graph.vertices())
                .extracting(JobVertex::name)
                .containsExactly(
                        "Source: Sequence -> Map -> (Filter -> Sink: Print to Std. Out, Sink: Print to Std. Out)",
                        "Sink: Print to Std. Out");
        ChainSpec chain = ObjectCodec.deserialize(
                graph.vertices().get(0).chain(), getClass().getClassLoader(), ChainSpec.class);
        assertThat(chain.nodes())
                .extracting(ChainSpec.Node::chained)
                .containsExactly(List.of(1), List.of(2, 4), List.of(3), List.of(), List.of());
        assertThat(chain.nodes().get(1).exchanges()).containsExactly(0);
        assertThat(chain.outputs()).hasSize(1);
    }
}
