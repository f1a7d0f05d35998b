package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.DataStream;
import io.weir.datastream.KeyedStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFilterFunction;
import io.weir.functions.RichFlatMapFunction;
import io.weir.functions.RichMapFunction;
import io.weir.functions.RichReduceFunction;
import io.weir.functions.RuntimeContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.util.CloseableIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rich functions on keyed streams have the state of each record's key. */
class KeyedRichFunctionsTest {
    private static final int KEYS = 7;

    static Stream<Arguments> operators() {
        return Stream.of(
                operator("map", stream -> stream.map(new CountingMap())),
                operator("flatMap", stream -> stream.flatMap(new CountingFlatMap())),
                operator("filter", stream -> stream.filter(new EverySecond())
                        .keyBy(x -> x % KEYS)
                        .map(new CountingMap())));
    }

    private static Arguments operator(String name, Function<KeyedStream<Long, Long>, DataStream<String>> operator) {
        return Arguments.of(name, operator);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void countsPerKey(String name, Function<KeyedStream<Long, Long>, DataStream<String>> operator) {
        int perKey = name.equals("filter") ? 5 : 10;
        for (RuntimeExecutionMode mode : List.of(RuntimeExecutionMode.STREAMING, RuntimeExecutionMode.BATCH)) {
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(2).setRuntimeMode(mode);
            List<String> results =
                    all(operator.apply(environment.fromSequence(1, 10L * KEYS).keyBy(x -> x % KEYS)));
            List<String> expected = new ArrayList<>();
            for (long key = 0; key < KEYS; key++) {
                for (int count = 1; count <= perKey; count++) {
                    expected.add(key + ":" + count);
                }
            }
            assertThat(results).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"STREAMING", "BATCH"})
    void reducesWithStateOfTheKey(RuntimeExecutionMode mode) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(2).setRuntimeMode(mode);
        DataStream<Long> reduced = environment
                .fromSequence(1, 10L * KEYS)
                .map(x -> x % KEYS * 1_000)
                .keyBy(x -> x / 1_000)
                .reduce(new CountingReduce());
        Map<Long, Long> greatest = all(reduced).stream().collect(Collectors.toMap(x -> x / 1_000, x -> x, Math::max));
        for (long key = 0; key < KEYS; key++) {
            // Ten records are combined in nine calls, each of which counts one more: 1 to 9.
            assertThat(greatest).containsEntry(key, key * 1_000 + 9);
        }
    }

    @Test
    void functionsThatFollowAnotherDistributionHaveNoKey() {
        DataStream<Long> stream = StreamExecutionEnvironment.createLocalEnvironment(2)
                .fromSequence(1, 5)
                .keyBy(x -> x % KEYS)
                .rebalance();
        assertThatThrownBy(() -> all(stream.map(new CountingMap()))).hasMessageContaining("call keyBy() first");
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static long next(ValueState<Long> state) throws Exception {
        long count = state.value() == null ? 1 : state.value() + 1;
        state.update(count);
        return count;
    }

    private static ValueState<Long> count(RuntimeContext context) {
        return context.getState(new ValueStateDescriptor<>("count", Long.class));
    }

    private static final class CountingMap extends RichMapFunction<Long, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = count(getRuntimeContext());
        }

        @Override
        public String map(Long value) throws Exception {
            return value % KEYS + ":" + next(count);
        }
    }

    private static final class CountingFlatMap extends RichFlatMapFunction<Long, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = count(getRuntimeContext());
        }

        @Override
        public void flatMap(Long value, Collector<String> out) throws Exception {
            out.collect(value % KEYS + ":" + next(count));
        }
    }

    private static final class EverySecond extends RichFilterFunction<Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = count(getRuntimeContext());
        }

        @Override
        public boolean filter(Long value) throws Exception {
            return next(count) % 2 == 0;
        }
    }

    private static final class CountingReduce extends RichReduceFunction<Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = count(getRuntimeContext());
        }

        @Override
        public Long reduce(Long first, Long second) throws Exception {
            return first / 1_000 * 1_000 + next(count);
        }
    }
}
