package io.weir.benchmarks.flink.batch;

import org.apache.flink.api.common.operators.Order;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.DataSet;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.tuple.Tuple2;

/** Records of a key of 10 characters and 90 bytes, to the instance of their key, sort there, discard: the peer's side. */
public final class FlinkSort {
    private static final int REST = 90;

    private FlinkSort() {}

    /** Runs the rounds; see {@link FlinkBatchRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkBatchRounds.run(args, FlinkSort::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long records) {
        return environment
                .generateSequence(1, records)
                .map(number -> Tuple2.of(key(number), new byte[REST]))
                .returns(Types.TUPLE(Types.STRING, Types.PRIMITIVE_ARRAY(Types.BYTE)))
                .partitionByHash(0)
                .sortPartition(0, Order.ASCENDING);
    }

    /** Returns a key of ten characters. */
    private static String key(long number) {
        return Long.toString((Mixed.spread(number) >>> 14) + 101_559_956_668_416L, Character.MAX_RADIX);
    }
}
