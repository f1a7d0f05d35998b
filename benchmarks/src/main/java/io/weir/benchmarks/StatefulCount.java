package io.weir.benchmarks;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;

/** A million keys in no order, each record counted in its key's state: the same program as the peer's. */
public final class StatefulCount {
    private static final int KEYS = 1_000_000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private StatefulCount() {}

    /** Runs the rounds; see {@link WeirRounds}. */
    public static void main(String[] args) throws Exception {
        WeirRounds.run(args, "stateful", StatefulCount::program);
    }

    static void program(StreamExecutionEnvironment environment, long records) {
        environment
                .fromSequence(1, records)
                .map(value -> (value * MIX >>> 24) % KEYS)
                .returns(Types.LONG)
                .keyBy(key -> key)
                .process(new Count())
                .addSink((value, context) -> {});
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
        public void processElement(Long key, Context context, Collector<Long> out) {
            Long before = count.value();
            long now = before == null ? 1 : before + 1;
            count.update(now);
            out.collect(now);
        }
    }
}
