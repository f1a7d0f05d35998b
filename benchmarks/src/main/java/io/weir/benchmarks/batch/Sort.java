package io.weir.benchmarks.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import io.weir.types.order.Order;

/** Records of a key of 10 characters and 90 bytes, to the instance of their key, sort there, discard: the same program as the peer's. */
public final class Sort {
    private static final int REST = 90;

    private Sort() {}

    /** Runs the rounds; see {@link BatchRounds}. */
    public static void main(String[] args) {
        BatchRounds.run(args, "ds-sort", Sort::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long records) {
        return environment
                .fromSequence(1, records)
                .map(number -> Tuple2.of(key(number), new byte[REST]))
                .returns(Types.TUPLE(Types.STRING, Types.PRIMITIVE_ARRAY(byte[].class)))
                .partitionByHash(0)
                .sortPartition(0, Order.ASCENDING);
    }

    /** Returns a key of ten characters. */
    static String key(long number) {
        return Long.toString((Mixed.spread(number) >>> 14) + 101_559_956_668_416L, Character.MAX_RADIX);
    }
}
