package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.FunctionAnnotation.ForwardedFields;
import io.weir.functions.FunctionAnnotation.ForwardedFieldsFirst;
import io.weir.functions.JoinFunction;
import io.weir.functions.MapFunction;
import io.weir.plan.JoinHint;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What programs say of their functions, and records that stay where they are for it. */
class ForwardedFieldsTest {
    private static final TypeHint<Tuple2<Long, Long>> PAIRS = new TypeHint<>() {};

    private final ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);

    private DataSet<Tuple2<Long, Long>> pairs() {
        return environment.fromCollection(LongStream.range(0, 1_000)
                .mapToObj(number -> Tuple2.of(number % 100, number))
                .toList());
    }

    private List<String> ways(DataSet<?> end) throws IOException {
        end.output(new DiscardingSink<>());
        return new ObjectMapper()
                .readTree(environment.getExecutionPlan())
                .get("edges")
                .findValuesAsText("shipStrategy");
    }

    @ForwardedFields("f0->f1")
    private static final class Swap implements MapFunction<Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> map(Tuple2<Long, Long> pair) {
            return Tuple2.of(pair.f1, pair.f0);
        }
    }

    @ForwardedFieldsFirst("f0")
    private static final class Add implements JoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> join(Tuple2<Long, Long> first, Tuple2<Long, Long> second) {
            return Tuple2.of(first == null ? -1 : first.f0, second == null ? -1 : second.f1);
        }
    }

    @Test
    void sumsStayWhereTheyAre() throws IOException {
        DataSet<Tuple2<Long, Long>> sums = pairs().groupBy(0).sum(1).filter(pair -> pair.f1 > 0);
        assertThat(ways(sums.groupBy("f0").max(1))).containsExactly("HASH");
        assertThat(sums.groupBy("f0").max(1).count()).isEqualTo(100);
        assertThat(ways(pairs().groupBy(0).sum(0).groupBy(0).max(1))).containsExactly("HASH", "HASH");
    }

    @Test
    void renamedFieldsAreFollowed() throws IOException {
        DataSet<Tuple2<Long, Long>> swapped = pairs().distinct(0).map(new Swap());
        DataSet<Tuple2<Long, Long>> joined = swapped.join(pairs(), JoinHint.REPARTITION_HASH_SECOND)
                .where(1)
                .equalTo(0)
                .with(new Add());
        assertThat(joined.count()).isEqualTo(1_000);
        assertThat(ways(joined)).containsExactlyInAnyOrder("HASH", "HASH", "FORWARD");
    }

    /** What comes of records without a match may be anywhere. */
    @Test
    void fieldsOfOuterJoinsAreFollowedOnlyWhereTheyAreThere() throws IOException {
        DataSet<Tuple2<Long, Long>> left = pairs().leftOuterJoin(pairs(), JoinHint.REPARTITION_HASH_SECOND)
                .where(0)
                .equalTo(0)
                .with(new Add());
        assertThat(ways(left.groupBy(0).sum(1))).filteredOn("HASH"::equals).hasSize(2);
        DataSet<Tuple2<Long, Long>> right = pairs().rightOuterJoin(pairs(), JoinHint.REPARTITION_HASH_SECOND)
                .where(0)
                .equalTo(0)
                .with(new Add());
        assertThat(ways(right.groupBy(0).sum(1))).filteredOn("HASH"::equals).hasSize(2 + 3);
    }

    @Test
    void whatIsSaidOfAnOperatorCountsAsWell() throws IOException {
        DataSet<Tuple2<Long, Long>> doubled = pairs().distinct(0)
                .map(pair -> Tuple2.of(pair.f0, 2 * pair.f1))
                .returns(PAIRS)
                .withForwardedFields("f0");
        assertThat(ways(doubled.groupBy(0).sum(1))).containsExactly("HASH");
    }

    @Test
    void fieldsThatDoNotFitAreRefused() {
        DataSet<Long> numbers = pairs().map(pair -> pair.f0)
                .returns(Long.class)
                .withForwardedFields("f0->*; f2")
                .name("Numbers");
        assertThatThrownBy(() -> ways(numbers))
                .hasMessageContaining("'Numbers' cannot forward the fields \"f2\"")
                .hasMessageContaining("There is no field");
    }
}
