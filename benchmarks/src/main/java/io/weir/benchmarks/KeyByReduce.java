package io.weir.benchmarks;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;

/** Sequence, map to (key, value), key by, running sum, discard: the same program as the peer's. */
public final class KeyByReduce {
    private static final int KEYS = 1_000;

    private KeyByReduce() {}

    /** Runs the rounds; see {@link WeirRounds}. */
    public static void main(String[] args) throws Exception {
        WeirRounds.run(args, "keyby-reduce", KeyByReduce::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        environment
                .fromSequence(1, records)
                .map(value -> Tuple2.of(value % KEYS, value))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .keyBy(value -> value.f0)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .addSink((value, context) -> {});
    }
}
