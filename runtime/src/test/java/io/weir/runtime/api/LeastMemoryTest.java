package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.plan.JoinHint;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.order.Order;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators with the least managed memory that the handbook says is enough for their instances, of which there are two. */
@Timeout(120)
class LeastMemoryTest {
    private static final int RECORDS = 10_000;
    private static final TypeInformation<Tuple2<Long, String>> TYPE = Types.TUPLE(Types.LONG, Types.STRING);

    /** About 2 MB, each number once. */
    private static DataSet<Tuple2<Long, String>> records(int kibiBytesPerInstance) {
        return ExecutionEnvironment.createLocalEnvironment(
                        2,
                        new Configuration()
                                .set(
                                        TaskManagerOptions.MANAGED_SIZE,
                                        MemorySize.parse(2 * kibiBytesPerInstance + "kb")))
                .fromSequence(0, RECORDS - 1)
                .map(i -> Tuple2.of((i * 48_271 + 11) % RECORDS, "-".repeat(200)))
                .returns(TYPE);
    }

    private static void assertThatAllAreThere(DataSet<Long> numbers) {
        List<Long> all = numbers.collect();
        all.sort(null);
        assertThat(all).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
    }

    @Test
    void sorts() {
        assertThatAllAreThere(records(128)
                .sortPartition(0, Order.DESCENDING)
                .map(each -> each.f0)
                .returns(Types.LONG));
    }

    @Test
    void groups() {
        assertThatAllAreThere(records(128)
                .groupBy(0)
                .reduceGroup((Iterable<Tuple2<Long, String>> group, Collector<Long> out) ->
                        group.forEach(each -> out.collect(each.f0)))
                .returns(Types.LONG));
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinHint.class,
            names = {"REPARTITION_HASH_FIRST", "REPARTITION_HASH_SECOND", "REPARTITION_SORT_MERGE"})
    void joins(JoinHint hint) {
        DataSet<Tuple2<Long, String>> records = records(256);
        DataSet<Tuple2<Long, String>> others = records.map(each -> each).returns(TYPE);
        assertThatAllAreThere(records.join(others, hint)
                .where(0)
                .equalTo(0)
                .with((one, other) -> one.f0)
                .returns(Types.LONG));
    }
}
