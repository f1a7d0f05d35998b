package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.CoMapFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichCoFlatMapFunction;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectedStreamsTest {
    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);

    @Test
    void recordsOfBothStreamsReachTheirMethods() {
        List<String> results = all(environment
                .fromSequence(1, 50)
                .connect(environment.fromData("a", "b"))
                .map(new CoMapFunction<Long, String, String>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String map1(Long value) {
                        return "number " + value;
                    }

                    @Override
                    public String map2(String value) {
                        return "text " + value;
                    }
                }));
        List<String> expected = new ArrayList<>(List.of("text a", "text b"));
        IntStream.rangeClosed(1, 50).forEach(value -> expected.add("number " + value));
        assertThat(results).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void keyedStreamsShareTheStateOfAKey() {
        DataStream<Tuple2<String, Integer>> numbers =
                environment.fromData(Tuple2.of("a", 1), Tuple2.of("b", 2), Tuple2.of("a", 3), Tuple2.of("c", 4));
        List<String> results = all(numbers.connect(environment.fromData("a", "c", "d"))
                .keyBy(pair -> pair.f0, text -> text)
                .process(new SumAndPresence()));
        assertThat(results).containsExactlyInAnyOrder("a 4 true", "b 2 false", "c 4 true", "d 0 true");
    }

    @Test
    void aStreamCanBeConnectedToItself() {
        DataStream<Long> stream = environment.fromSequence(1, 10);
        List<Long> results = all(stream.connect(stream).flatMap(new Twice()));
        assertThat(results.stream().mapToLong(Long::longValue).sum()).isEqualTo(55 + 5500);
    }

    @Test
    void keysOfDifferentTypesAreRefused() {
        assertThatThrownBy(() -> environment
                        .fromSequence(1, 2)
                        .keyBy(value -> value)
                        .connect(environment.fromData("a").keyBy(text -> text))
                        .flatMap(new Mixed()))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("keys of one type");
        assertThatThrownBy(() -> environment
                        .fromData(Tuple2.of("a", 1))
                        .connect(environment.fromData("a"))
                        .process(new SumAndPresence()))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("needs two keyed streams");
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static final class SumAndPresence
            extends KeyedCoProcessFunction<String, Tuple2<String, Integer>, String, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Integer> sum;
        private transient ValueState<Boolean> present;

        @Override
        public void open(OpenContext openContext) {
            sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Integer.class));
            present = getRuntimeContext().getState(new ValueStateDescriptor<>("present", Boolean.class));
        }

        @Override
        public void processElement1(Tuple2<String, Integer> value, Context context, Collector<String> out) {
            sum.update((sum.value() == null ? 0 : sum.value()) + value.f1);
            context.timerService().registerEventTimeTimer(1);
        }

        @Override
        public void processElement2(String value, Context context, Collector<String> out) {
            present.update(true);
            context.timerService().registerEventTimeTimer(1);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect(context.getCurrentKey() + " " + (sum.value() == null ? 0 : sum.value()) + " "
                    + (present.value() != null));
        }
    }

    private static final class Twice extends RichCoFlatMapFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap1(Long value, Collector<Long> out) {
            out.collect(value);
        }

        @Override
        public void flatMap2(Long value, Collector<Long> out) {
            out.collect(100 * value);
        }
    }

    private static final class Mixed extends RichCoFlatMapFunction<Long, String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap1(Long value, Collector<String> out) {}

        @Override
        public void flatMap2(String value, Collector<String> out) {}
    }
}
