package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeySelector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** More keys than caches hold, for which operators look ahead: each key still gets what is its own. */
class ManyKeysTest {
    private static final long KEYS = 60_000;
    private static final long RECORDS = 3 * KEYS + KEYS / 2;

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("numbers", (KeySelector<Long, Long>) value -> value % KEYS, Types.LONG),
                Arguments.of("small numbers", (KeySelector<Long, Integer>) value -> (int) (value % KEYS), Types.INT),
                Arguments.of("texts", (KeySelector<Long, String>) value -> "key " + value % KEYS, Types.STRING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    <K> void stateIsCountedKeyByKey(String name, KeySelector<Long, K> selector, TypeInformation<K> type)
            throws Exception {
        Map<Long, Long> counts = new HashMap<>();
        DataStream<Tuple2<Long, Long>> counted = numbers().keyBy(selector, type).process(new Count<>());
        try (CloseableIterator<Tuple2<Long, Long>> results = counted.executeAndCollect()) {
            results.forEachRemaining(one -> counts.merge(one.f0, one.f1, Math::max));
        }
        check(counts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    <K> void reducedKeyByKey(String name, KeySelector<Long, K> selector, TypeInformation<K> type) throws Exception {
        Map<Long, Long> counts = new HashMap<>();
        DataStream<Tuple2<Long, Long>> counted = numbers()
                .map(value -> Tuple2.of(value % KEYS, 1L))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .keyBy(pair -> selector.getKey(pair.f0), type)
                .reduce((one, other) -> Tuple2.of(one.f0, one.f1 + other.f1));
        try (CloseableIterator<Tuple2<Long, Long>> results = counted.executeAndCollect()) {
            results.forEachRemaining(one -> counts.merge(one.f0, one.f1, Math::max));
        }
        check(counts);
    }

    private static DataStream<Long> numbers() {
        return StreamExecutionEnvironment.getExecutionEnvironment()
                .setParallelism(2)
                .fromSequence(0, RECORDS - 1);
    }

    private static void check(Map<Long, Long> counts) {
        assertThat(counts).hasSize((int) KEYS);
        assertThat(counts).allSatisfy((key, count) -> assertThat(count).isEqualTo(key < KEYS / 2 ? 4 : 3));
    }

    /** Counts the records of each key. */
    private static final class Count<K> extends KeyedProcessFunction<K, Long, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext openContext) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Tuple2<Long, Long>> out) {
            Long before = count.value();
            long now = before == null ? 1 : before + 1;
            count.update(now);
            out.collect(Tuple2.of(value % KEYS, now));
        }
    }
}
