package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.plan.JoinHint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the planner decides about joins, as plans show it. */
class JoinPlansTest {
    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);

    private static DataSet<Long> join(DataSet<Long> first, DataSet<Long> second, JoinHint hint) {
        return first.join(second, hint)
                .where(number -> number)
                .equalTo(number -> number)
                .with((one, other) -> one)
                .returns(Long.class);
    }

    private static DataSet<Long> join(DataSet<Long> first, DataSet<Long> second) {
        return join(first, second, JoinHint.OPTIMIZER_CHOOSES);
    }

    private JsonNode plan(DataSet<?>... ends) throws IOException {
        for (DataSet<?> end : ends) {
            end.output(new DiscardingSink<>());
        }
        return new ObjectMapper().readTree(environment.getExecutionPlan());
    }

    /** Returns the operators that join, the inputs that they hash, and how their inputs come. */
    private static List<String> joins(JsonNode plan) {
        List<String> joins = new ArrayList<>();
        for (JsonNode vertex : plan.get("nodes")) {
            JsonNode operator = vertex.get("operators").get(0);
            if (operator.get("operator").asText().contains("Join")) {
                StringBuilder text = new StringBuilder(operator.get("operator").asText());
                if (operator.has("hashedInput")) {
                    text.append(' ').append(operator.get("hashedInput").asInt());
                    text.append(operator.get("otherInput").asText().equals("waits") ? " waits" : " kept");
                }
                for (JsonNode edge : plan.get("edges")) {
                    if (edge.get("target").equals(vertex.get("id"))) {
                        text.append(' ').append(edge.get("shipStrategy").asText());
                    }
                }
                joins.add(text.toString());
            }
        }
        return joins;
    }

    @Test
    void hintsAreObeyed() throws IOException {
        Function<JoinHint, DataSet<Long>> joined =
                hint -> join(environment.fromSequence(1, 10), environment.fromSequence(1, 1000), hint);
        JsonNode plan = plan(
                joined.apply(JoinHint.BROADCAST_HASH_FIRST),
                joined.apply(JoinHint.BROADCAST_HASH_SECOND),
                joined.apply(JoinHint.REPARTITION_HASH_FIRST),
                joined.apply(JoinHint.REPARTITION_HASH_SECOND),
                joined.apply(JoinHint.REPARTITION_SORT_MERGE));
        assertThat(joins(plan))
                .containsExactly(
                        "HashJoinOperator 0 waits BROADCAST FORWARD",
                        "HashJoinOperator 1 waits FORWARD BROADCAST",
                        "HashJoinOperator 0 waits HASH HASH",
                        "HashJoinOperator 1 waits HASH HASH",
                        "SortMergeJoinOperator HASH HASH");
    }

    private DataSet<Long> sequence(long count) {
        return environment.fromSequence(1, count);
    }

    @Test
    void theSmallerInputIsHashed() throws IOException {
        assertThat(joins(plan(
                        join(sequence(1_000_000), sequence(1_000_001)),
                        join(sequence(3_000_000), sequence(2_000_000)))))
                .containsExactly("HashJoinOperator 0 waits HASH HASH", "HashJoinOperator 1 waits HASH HASH");
    }

    @Test
    void aSmallInputIsBroadcastUnlessItsRecordsAreKept() throws IOException {
        DataSet<Long> outer = sequence(10_000_000)
                .rightOuterJoin(sequence(1_000))
                .where(number -> number)
                .equalTo(number -> number)
                .with((one, other) -> other)
                .returns(Long.class);
        assertThat(joins(plan(
                        join(sequence(10_000_000), sequence(1_000)),
                        join(sequence(1_000), sequence(10_000_000)),
                        outer)))
                .containsExactly(
                        "HashJoinOperator 1 waits HASH HASH",
                        "HashJoinOperator 1 waits FORWARD BROADCAST",
                        "HashJoinOperator 0 waits BROADCAST FORWARD");
    }

    @Test
    void filesTellTheirSize(@TempDir Path directory) throws IOException {
        Path small = Files.writeString(directory.resolve("small"), "1\n2\n3\n");
        Path large = Files.writeString(directory.resolve("large"), "1\n".repeat(100_000));
        DataSet<Long> numbers = environment.readTextFile(large.toString()).map(Long::parseLong);
        DataSet<Long> few = environment.readTextFile(small.toString()).map(Long::parseLong);
        JsonNode plan = plan(join(numbers, few));
        assertThat(joins(plan)).containsExactly("HashJoinOperator 1 waits FORWARD BROADCAST");
        assertThat(plan.findValuesAsText("estimatedBytes")).contains("200000", "6");
    }

    /** The first join must not let what comes from the numbers wait for what comes from the numbers. */
    @Test
    void nothingWaitsThatComesFromOneSource() throws IOException {
        DataSet<Long> numbers = sequence(1_000);
        assertThat(joins(plan(join(numbers, numbers.map(number -> number + 1)))))
                .containsExactly("HashJoinOperator 1 kept HASH HASH");
    }

    /** Each of two inputs is hashed in one join and looks for matches in the other: one of both joins has to take both. */
    @Test
    void joinsDoNotWaitForEachOther() throws IOException {
        DataSet<Long> some = sequence(100_000);
        DataSet<Long> others = sequence(100_000);
        JsonNode plan = plan(
                join(some, others, JoinHint.REPARTITION_HASH_FIRST),
                join(some, others, JoinHint.REPARTITION_HASH_SECOND));
        assertThat(joins(plan))
                .containsExactly("HashJoinOperator 0 waits HASH HASH", "HashJoinOperator 1 kept HASH HASH");
        DataSet<Long> chain = join(join(sequence(1_000_000), sequence(2_000_000)), sequence(3_000_000));
        assertThat(joins(plan(chain))).filteredOn(text -> text.contains("kept")).hasSize(1);
        // They also run to their end.
        assertThat(join(some, others, JoinHint.REPARTITION_HASH_FIRST)
                        .union(join(some, others, JoinHint.REPARTITION_HASH_SECOND))
                        .count())
                .isEqualTo(200_000);
    }
}
