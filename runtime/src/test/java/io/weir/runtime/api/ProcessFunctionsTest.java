package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.SingleOutputStreamOperator;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessFunction;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProcessFunctionsTest {
    private static final OutputTag<String> ODD = new OutputTag<>("odd") {};

    @Test
    void keyedFunctionsHaveStateAndTimersOfTheirKey() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        Map<Long, Long> counts =
                all(environment.fromSequence(1, 1000).keyBy(value -> value % 10).process(new CountAtTheEnd())).stream()
                        .collect(Collectors.toMap(result -> result.f0, result -> result.f1));
        assertThat(counts).hasSize(10);
        for (long key = 0; key < 10; key++) {
            assertThat(counts.get(key)).isEqualTo(100);
        }
    }

    @Test
    void sideOutputsLeaveTheChainOrStayInIt() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        SingleOutputStreamOperator<Long> even = environment.fromSequence(1, 100).process(new Divide());
        List<String> records = all(even.map(String::valueOf)
                .union(even.getSideOutput(ODD).map(text -> "odd " + text))
                .union(even.getSideOutput(ODD).rebalance().map(text -> "again " + text)));
        List<String> expected = LongStream.rangeClosed(1, 100)
                .boxed()
                .flatMap(value -> value % 2 == 0
                        ? List.of(String.valueOf(value)).stream()
                        : List.of("odd " + value, "again " + value).stream())
                .toList();
        assertThat(records).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void timersNeedAKey() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        assertThatThrownBy(() -> all(environment.fromSequence(1, 1).process(new TimerWithoutKey())))
                .isInstanceOf(WeirException.class)
                .hasStackTraceContaining("call keyBy() before process()");
    }

    private static <T> List<T> all(io.weir.datastream.DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static final class CountAtTheEnd extends KeyedProcessFunction<Long, Long, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext openContext) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public void processElement(Long value, Context context, Collector<Tuple2<Long, Long>> out) {
            count.update(count.value() == null ? 1 : count.value() + 1);
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE - 1);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Tuple2<Long, Long>> out) {
            out.collect(Tuple2.of(context.getCurrentKey(), count.value()));
        }
    }

    private static final class Divide extends ProcessFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) {
            if (value % 2 == 0) {
                out.collect(value);
            } else {
                context.output(ODD, String.valueOf(value));
            }
        }
    }

    private static final class TimerWithoutKey extends ProcessFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) {
            context.timerService().registerEventTimeTimer(1);
        }
    }
}
