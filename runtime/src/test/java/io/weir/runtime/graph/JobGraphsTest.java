package io.weir.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.configuration.Configuration;
import io.weir.connector.OutputCommitter;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.Source;
import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessFunction;
import io.weir.plan.Plan;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JobGraphsTest {
    private static final ClassLoader LOADER = JobGraphsTest.class.getClassLoader();

    private static JobGraph translate(Consumer<StreamExecutionEnvironment> program) {
        return JobGraphs.translate(PlanCapture.of(program));
    }

    @Test
    void vertexIdsAreTheSameEachTime() {
        Consumer<StreamExecutionEnvironment> program =
                env -> env.fromSequence(1, 9).keyBy(x -> x).reduce(Long::sum).print();
        JobGraph one = translate(program);
        JobGraph other = translate(program);
        assertThat(one.vertices()).extracting(JobVertex::id).doesNotHaveDuplicates();
        assertThat(other.vertices())
                .extracting(JobVertex::id)
                .isEqualTo(one.vertices().stream().map(JobVertex::id).toList());
        assertThat(other.jobId()).isNotEqualTo(one.jobId());
    }

    @Test
    void aUidKeepsItsIdWhenTheProgramChanges() {
        JobGraph before = translate(env -> env.fromSequence(1, 9)
                .keyBy(x -> x)
                .reduce(Long::sum)
                .uid("totals")
                .print());
        JobGraph after = translate(env -> env.fromSequence(1, 9)
                .filter(x -> x > 1)
                .keyBy(x -> x)
                .reduce(Long::sum)
                .uid("totals")
                .print());
        assertThat(after.vertices().get(1).id())
                .isEqualTo(before.vertices().get(1).id());
    }

    @Test
    void twoOperatorsWithOneUidAreRefused() {
        assertThatThrownBy(() -> translate(env ->
                        env.fromSequence(1, 9).uid("x").map(x -> x).uid("x").print()))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll("'Source: Sequence'", "'Map'", "uid 'x'");
    }

    @Test
    void twoSideOutputsOfOneNameAndOfDifferentTypesAreRefused() {
        assertThatThrownBy(() -> translate(env -> {
                    var numbers = env.fromSequence(1, 9).process(new Nothing());
                    numbers.getSideOutput(new OutputTag<>("side", Types.STRING)).print();
                    numbers.getSideOutput(new OutputTag<>("side", Types.LONG)).print();
                }))
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll("'Process'", "two side outputs named 'side'", "String", "Long");
        translate(env -> {
            var numbers = env.fromSequence(1, 9).process(new Nothing());
            numbers.getSideOutput(new OutputTag<>("side", Types.LONG)).print();
            numbers.getSideOutput(new OutputTag<>("side", Types.LONG)).print();
        });
    }

    private static final class Nothing extends ProcessFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) {}
    }

    @Test
    void sourcesAndCommittersTravelForTheJobManager() {
        JobGraph graph = translate(env -> env.fromSequence(3, 9).rebalance().sinkTo(new CommittingSink()));
        Source<?, ?, ?> source = ObjectCodec.deserialize(graph.vertices().get(0).source(), LOADER, Source.class);
        assertThat(((NumberSequenceSource) source).from()).isEqualTo(3);
        assertThat(graph.vertices().get(0).committers()).isEmpty();
        assertThat(graph.vertices().get(1).source()).isEmpty();
        assertThat(graph.vertices().get(1).committers()).hasSize(1);
        assertThat(ObjectCodec.deserialize(graph.vertices().get(1).committers().get(0), LOADER, OutputCommitter.class))
                .isInstanceOf(Committer.class);
    }

    @Test
    void theNameOfTheJobIsTheGivenOneOrThatOfTheOptions() {
        Configuration named = Configuration.fromMap(Map.of("pipeline.name", "by option"));
        Plan plan = PlanCapture.of(named, env -> env.fromSequence(1, 2).print());
        assertThat(JobGraphs.translate(plan).name()).isEqualTo("by option");
    }

    @Test
    void theSecretOfTheClusterStaysWithTheClient() {
        Configuration options = Configuration.fromMap(
                Map.of("security.cluster.secret", "s", "security.cluster.secret-file", "f", "pipeline.name", "n"));
        Plan plan = PlanCapture.of(options, env -> env.fromSequence(1, 2).print());
        assertThat(JobGraphs.translate(plan).configuration().toMap())
                .containsEntry("pipeline.name", "n")
                .doesNotContainKeys("security.cluster.secret", "security.cluster.secret-file");
    }

    @Test
    void longChainsAndManyOperatorsAreTranslated() {
        JobGraph graph = translate(env -> {
            var stream = env.fromSequence(1, 2).rebalance();
            for (int i = 0; i < 2_000; i++) {
                stream = stream.map(x -> x + 1).name("m").rebalance();
            }
            stream.print();
        });
        assertThat(graph.vertices()).hasSize(2_002);
    }

    @Test
    void explainTellsVerticesOperatorsTypesAndExchanges() throws IOException {
        Plan plan = PlanCapture.of(env -> env.fromData("a b", "c")
                .flatMap((String line, Collector<Tuple2<String, Integer>> out) -> {
                    for (String word : line.split(" ", -1)) {
                        out.collect(Tuple2.of(word, 1));
                    }
                })
                .returns(new TypeHint<Tuple2<String, Integer>>() {})
                .uid("words")
                .setDescription("splits lines")
                .keyBy(pair -> pair.f0)
                .reduce((a, b) -> Tuple2.of(a.f0, a.f1 + b.f1))
                .print());
        JsonNode root = new ObjectMapper().readTree(JobGraphs.explain(plan));
        assertThat(root.get("mode").asText()).isEqualTo("STREAMING");
        assertThat(root.get("nodes").findValuesAsText("parallelism")).containsExactly("1", "2", "2");
        JsonNode words = root.get("nodes").get(1).get("operators").get(0);
        assertThat(words.get("name").asText()).isEqualTo("Flat Map");
        assertThat(words.get("uid").asText()).isEqualTo("words");
        assertThat(words.get("description").asText()).isEqualTo("splits lines");
        assertThat(words.get("operator").asText()).isEqualTo("FlatMapOperator");
        assertThat(words.get("type").asText()).isEqualTo("Tuple2<String, Integer>");
        assertThat(words.get("serializer").asText()).contains("Serializer");
        assertThat(root.get("edges").findValuesAsText("shipStrategy")).containsExactly("REBALANCE", "HASH");
        JsonNode edge = root.get("edges").get(1);
        assertThat(edge.get("source").asText())
                .isEqualTo(root.get("nodes").get(1).get("id").asText());
        assertThat(edge.get("target").asText())
                .isEqualTo(root.get("nodes").get(2).get("id").asText());
        assertThat(edge.get("type").asText()).isEqualTo("Tuple2<String, Integer>");
    }

    /** A sink that has something to commit. */
    private static final class CommittingSink implements Sink<Long> {
        @Override
        public SinkWriter<Long> createWriter(SinkWriterContext context) {
            throw new UnsupportedOperationException("This sink is never run.");
        }

        @Override
        public Optional<OutputCommitter> outputCommitter() {
            return Optional.of(new Committer());
        }
    }

    /** Commits nothing. */
    private static final class Committer implements OutputCommitter {
        @Override
        public void setup(String jobId) {}

        @Override
        public void commit(String jobId) {}

        @Override
        public void abort(String jobId) {}
    }
}
