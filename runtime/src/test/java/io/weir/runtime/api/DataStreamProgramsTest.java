package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.DataStream;
import io.weir.datastream.SingleOutputStreamOperator;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.tuple.Tuple2;
import io.weir.util.CloseableIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole DataStream programs, run in this process through all layers. */
@Timeout(120)
class DataStreamProgramsTest {
    private static final String TEXT = "to be or not to be\nthat is the question\nto be";

    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);

    private static <T> List<T> collect(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static SingleOutputStreamOperator<Tuple2<String, Integer>> count(DataStream<String> lines) {
        return lines.flatMap((String line, Collector<Tuple2<String, Integer>> out) -> {
                    for (String word : line.split(" ", -1)) {
                        out.collect(Tuple2.of(word, 1));
                    }
                })
                .keyBy(pair -> pair.f0)
                .sum(1);
    }

    private static List<String> linesIn(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void aStreamingWordCountEmitsEveryUpdate() {
        List<Tuple2<String, Integer>> updates = collect(count(environment.fromData(List.of(TEXT.split("\n", -1)))));
        assertThat(updates).hasSize(12);
        assertThat(updates)
                .filteredOn(pair -> pair.f0.equals("to"))
                .extracting(pair -> pair.f1)
                .containsExactly(1, 2, 3);
    }

    @Test
    void aBatchWordCountWritesFinalCounts(@TempDir Path directory) throws IOException {
        Path input = Files.writeString(directory.resolve("input.txt"), TEXT);
        Path output = directory.resolve("counts");
        environment.setRuntimeMode(RuntimeExecutionMode.AUTOMATIC);
        count(environment.readTextFile(input.toString())).writeAsCsv(output.toString());
        assertThat(environment.execute("WordCount").getJobID()).isNotNull();
        assertThat(linesIn(output))
                .containsExactlyInAnyOrder("to,3", "be,3", "or,1", "not,1", "that,1", "is,1", "the,1", "question,1");
    }

    @Test
    void unionBringsAllRecordsOfBoth() {
        DataStream<Long> one = environment.fromSequence(1, 100);
        DataStream<Long> two = environment.fromSequence(101, 200).map(x -> x);
        assertThat(collect(one.union(two, one)))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.concat(LongStream.rangeClosed(1, 200), LongStream.rangeClosed(1, 100))
                                .boxed()
                                .toList());
    }

    @Test
    void everyDistributionDeliversEveryRecord() {
        List<Long> all = LongStream.rangeClosed(1, 1000).boxed().toList();
        DataStream<Long> numbers = environment.fromSequence(1, 1000);
        assertThat(collect(numbers.rebalance().map(x -> x))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(collect(numbers.rescale().map(x -> x).setParallelism(4))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(collect(numbers.shuffle().map(x -> x))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(collect(numbers.global().map(x -> x))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(collect(numbers.forward().map(x -> x))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(collect(numbers.broadcast().map(x -> x))).hasSize(2000).containsAll(all);
    }

    @Test
    void aCustomPartitionerPicksTheInstance() {
        List<Tuple2<Integer, Long>> placed = collect(environment
                .fromSequence(1, 100)
                .partitionCustom((Long key, int instances) -> (int) (key % instances), x -> x)
                .map(new WhereItRuns()));
        assertThat(placed).hasSize(100).allSatisfy(pair -> assertThat(pair.f1 % 2)
                .isEqualTo((long) pair.f0));
    }

    @Test
    void recordsOfOneKeyMeetInOneInstance() {
        List<Tuple2<Integer, Long>> placed =
                collect(environment.fromSequence(1, 1000).keyBy(x -> x % 10).map(new WhereItRuns()));
        placed.stream()
                .collect(Collectors.groupingBy(pair -> pair.f1 % 10, Collectors.mapping(p -> p.f0, Collectors.toSet())))
                .forEach((key, instances) ->
                        assertThat(instances).as("key %s", key).hasSize(1));
        assertThat(placed).extracting(pair -> pair.f0).contains(0, 1);
    }

    @Test
    void keysMayBeFieldsByPositionOrName() {
        List<Tuple2<String, Integer>> pairs = List.of(Tuple2.of("a", 1), Tuple2.of("b", 5), Tuple2.of("a", 2));
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        assertThat(collect(environment.fromData(pairs).keyBy(0).sum(1)))
                .containsExactlyInAnyOrder(Tuple2.of("a", 3), Tuple2.of("b", 5));
        assertThat(collect(environment.fromData(pairs).keyBy("f0").max("f1")))
                .containsExactlyInAnyOrder(Tuple2.of("a", 2), Tuple2.of("b", 5));
    }

    @Test
    void collectionsKeepTheirOrderInOneInstance() {
        environment.setParallelism(1);
        assertThat(collect(environment.fromData(3, 1, 2).map(x -> x * 10))).containsExactly(30, 10, 20);
    }

    @Test
    void aLimitEndsTheJob() {
        assertThat(environment.fromSequence(1, Long.MAX_VALUE).map(x -> x).executeAndCollect(5))
                .hasSize(5);
        assertThat(environment.fromSequence(1, 3).executeAndCollect(5)).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void aFailureReachesWhoeverWaitsForTheResult() {
        DataStream<Long> failing = environment.fromSequence(1, 10).map(x -> 1 / (x - 5));
        assertThatThrownBy(() -> collect(failing))
                .hasStackTraceContaining("java.lang.ArithmeticException: / by zero")
                .hasStackTraceContaining(DataStreamProgramsTest.class.getSimpleName() + ".lambda");
        failing.print();
        assertThatThrownBy(() -> environment.execute("failing"))
                .hasStackTraceContaining("java.lang.ArithmeticException: / by zero");
    }

    @Test
    void whatOneExecutionRanTheNextOneDoesNot() {
        environment.fromSequence(1, 3).print();
        environment.execute("first");
        assertThatThrownBy(() -> environment.execute("second")).hasMessageContaining("no sink since it last ran");
    }
}
