package io.weir.benchmarks.flink;

import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** The peer's stateful: a million keys in no order, each record counted in its key's state on the heap. */
public final class FlinkStatefulCount {
    private static final int KEYS = 1_000_000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private FlinkStatefulCount() {}

    /** Runs the rounds; see {@link FlinkRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkRounds.run(args, FlinkStatefulCount::program);
    }

    static void program(StreamExecutionEnvironment environment, long records) {
        environment
                .fromSequence(1, records)
                .map(value -> (value * MIX >>> 24) % KEYS)
                .returns(Types.LONG)
                .keyBy(key -> key, Types.LONG)
                .process(new Count())
                .returns(Types.LONG)
                .sinkTo(new DiscardingSink<>());
    }

    /** Counts the records of each key. */
    private static final class Count extends KeyedProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext openContext) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long key, Context context, Collector<Long> out) throws IOException {
            Long before = count.value();
            long now = before == null ? 1 : before + 1;
            count.update(now);
            out.collect(now);
        }
    }
}
