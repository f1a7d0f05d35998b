package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.BroadcastStream;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.BroadcastProcessFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedBroadcastProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.OutputTag;
import io.weir.functions.SourceFunction;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BroadcastStreamsTest {
    private static final int INSTANCES = 2;
    private static final MapStateDescriptor<String, Long> FACTORS =
            new MapStateDescriptor<>("factors", Types.STRING, Types.LONG);
    private static final OutputTag<String> SEEN = new OutputTag<>("seen") {
        private static final long serialVersionUID = 1L;
    };

    /** One count for each instance that has taken the broadcast record; tests run one after the other. */
    private static CountDownLatch broadcastTaken;

    /** One count for each record that the keyed side must take first. */
    private static CountDownLatch keyedTaken;

    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(INSTANCES);

    @BeforeEach
    void newLatches() {
        broadcastTaken = new CountDownLatch(INSTANCES);
        keyedTaken = new CountDownLatch(4);
    }

    @Test
    void everyInstanceSeesWhatWasBroadcast() {
        BroadcastStream<Long> factors = environment.fromData(3L).broadcast(FACTORS);
        List<Long> results = all(environment
                .addSource(new AfterLatch(true, LongStream.rangeClosed(1, 100).toArray()))
                .rebalance()
                .connect(factors)
                .process(new Multiply()));
        assertThat(results)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).map(v -> v * 3).boxed().toList());
    }

    @Test
    void aBroadcastRecordReachesTheStateOfAllKeys() {
        BroadcastStream<Long> doubling =
                environment.addSource(new AfterLatch(false, 10L)).broadcast(FACTORS);
        List<String> results = all(environment
                .fromData(Tuple2.of("a", 1L), Tuple2.of("b", 2L), Tuple2.of("c", 3L), Tuple2.of("other", 0L))
                .keyBy(pair -> pair.f0)
                .connect(doubling)
                .process(new MultiplyKept()));
        // The timers ring when both inputs have ended.
        assertThat(results).containsExactlyInAnyOrder("a=10", "b=20", "c=30", "other=null");
    }

    @Test
    void sideOutputsAndStateOfOtherNames() {
        BroadcastStream<Long> factors = environment.fromData(3L).broadcast(FACTORS);
        List<String> seen = all(environment
                .addSource(new AfterLatch(true, 7L))
                .rebalance()
                .connect(factors)
                .process(new Multiply())
                .getSideOutput(SEEN));
        assertThat(seen).containsExactlyInAnyOrder("factor 3", "factor 3", "value 7");

        BroadcastStream<Long> stateless =
                environment.fromData(3L).broadcast(new MapStateDescriptor<>("unrelated", Types.STRING, Types.LONG));
        DataStream<Long> failing = environment.fromData(1L).connect(stateless).process(new Multiply());
        assertThatThrownBy(() -> all(failing))
                .rootCause()
                .hasMessageContaining("asks for the broadcast state 'factors'");
    }

    @Test
    void functionsMustFitTheStream() {
        BroadcastStream<Long> broadcast = environment.fromData(1L).broadcast(FACTORS);
        assertThatThrownBy(() -> environment
                        .fromData(1L)
                        .keyBy(value -> value)
                        .connect(broadcast)
                        .process(new Multiply()))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("KeyedBroadcastProcessFunction");
        assertThatThrownBy(() -> environment
                        .fromData(Tuple2.of("a", 1L))
                        .connect(broadcast)
                        .process(new MultiplyKept()))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("call keyBy()");
        assertThatThrownBy(() -> environment.fromData(1L).broadcast(FACTORS, FACTORS))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("two states of the name 'factors'");
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    /** Emits when the other side has taken its records. */
    private record AfterLatch(boolean afterBroadcast, long... values) implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void run(SourceContext<Long> context) throws Exception {
            (afterBroadcast ? broadcastTaken : keyedTaken).await();
            for (long value : values) {
                context.collect(value);
            }
        }

        @Override
        public void cancel() {
            // Ends by itself, or by an interrupt.
        }
    }

    private static final class Multiply extends BroadcastProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long value, ReadOnlyContext context, Collector<Long> out) {
            context.output(SEEN, "value " + value);
            out.collect(value * context.getBroadcastState(FACTORS).get("factor"));
        }

        @Override
        public void processBroadcastElement(Long value, Context context, Collector<Long> out) {
            context.getBroadcastState(FACTORS).put("factor", value);
            context.output(SEEN, "factor " + value);
            broadcastTaken.countDown();
        }
    }

    /** Keeps a value per key, which broadcast records multiply for all keys at once. */
    private static final class MultiplyKept
            extends KeyedBroadcastProcessFunction<String, Tuple2<String, Long>, Long, String> {
        private static final long serialVersionUID = 1L;
        private static final ValueStateDescriptor<Long> KEPT = new ValueStateDescriptor<>("kept", Types.LONG);

        private transient ValueState<Long> kept;
        private transient ValueState<Boolean> other;

        @Override
        public void open(OpenContext openContext) {
            kept = getRuntimeContext().getState(KEPT);
            other = getRuntimeContext().getState(new ValueStateDescriptor<>("other", Types.BOOLEAN));
        }

        @Override
        public void processElement(Tuple2<String, Long> value, ReadOnlyContext context, Collector<String> out) {
            if (value.f0.equals("other")) {
                other.update(true);
            } else {
                kept.update(value.f1);
            }
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
            keyedTaken.countDown();
        }

        @Override
        public void processBroadcastElement(Long value, Context context, Collector<String> out) throws Exception {
            context.applyToKeyedState(KEPT, (key, state) -> state.update(state.value() * value));
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            for (Map.Entry<String, Long> entry :
                    context.getBroadcastState(FACTORS).immutableEntries()) {
                out.collect("unexpected " + entry);
            }
            out.collect(context.getCurrentKey() + "=" + kept.value());
        }
    }
}
