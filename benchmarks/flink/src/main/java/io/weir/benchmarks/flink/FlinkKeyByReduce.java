package io.weir.benchmarks.flink;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The peer's keyby-reduce: sequence, map to (key, value), key by, running sum, discard. */
public final class FlinkKeyByReduce {
    private static final int KEYS = 1_000;

    private FlinkKeyByReduce() {}

    /** Runs the rounds; see {@link FlinkRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkRounds.run(args, FlinkKeyByReduce::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        environment
                .fromSequence(1, records)
                .map(value -> Tuple2.of(value % KEYS, value))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .keyBy(value -> value.f0, Types.LONG)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .sinkTo(new DiscardingSink<>());
    }
}
