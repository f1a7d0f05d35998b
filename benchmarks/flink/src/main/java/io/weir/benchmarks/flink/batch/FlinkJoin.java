package io.weir.benchmarks.flink.batch;

import org.apache.flink.api.common.operators.base.JoinOperatorBase.JoinHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.DataSet;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.tuple.Tuple2;

/** Pairs of numbers join a tenth as many, which are hashed; discard: the peer's side. */
public final class FlinkJoin {
    private static final int PROBES_PER_BUILD = 10;
    private static final TypeInformation<Tuple2<Long, Long>> PAIRS = Types.TUPLE(Types.LONG, Types.LONG);

    private FlinkJoin() {}

    /** Runs the rounds; see {@link FlinkBatchRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkBatchRounds.run(args, FlinkJoin::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long records) {
        long builds = records / PROBES_PER_BUILD;
        DataSet<Tuple2<Long, Long>> build = environment
                .generateSequence(0, builds - 1)
                .map(number -> Tuple2.of(number, -number))
                .returns(PAIRS);
        return environment
                .generateSequence(0, records - 1)
                .map(number -> Tuple2.of(Mixed.below(builds, number), number))
                .returns(PAIRS)
                .join(build, JoinHint.REPARTITION_HASH_SECOND)
                .where(0)
                .equalTo(0)
                .with((one, other) -> Tuple2.of(one.f1, other.f1))
                .returns(PAIRS);
    }
}
