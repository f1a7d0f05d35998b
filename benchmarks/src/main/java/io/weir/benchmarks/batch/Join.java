package io.weir.benchmarks.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.plan.JoinHint;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;

/** Pairs of numbers join a tenth as many, which are hashed; discard: the same program as the peer's. */
public final class Join {
    private static final int PROBES_PER_BUILD = 10;
    private static final TypeInformation<Tuple2<Long, Long>> PAIRS = Types.TUPLE(Types.LONG, Types.LONG);

    private Join() {}

    /** Runs the rounds; see {@link BatchRounds}. */
    public static void main(String[] args) {
        BatchRounds.run(args, "ds-join", Join::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long records) {
        long builds = records / PROBES_PER_BUILD;
        DataSet<Tuple2<Long, Long>> build = environment
                .fromSequence(0, builds - 1)
                .map(number -> Tuple2.of(number, -number))
                .returns(PAIRS);
        return environment
                .fromSequence(0, records - 1)
                .map(number -> Tuple2.of(Mixed.below(builds, number), number))
                .returns(PAIRS)
                .join(build, JoinHint.REPARTITION_HASH_SECOND)
                .where(0)
                .equalTo(0)
                .with((one, other) -> Tuple2.of(one.f1, other.f1))
                .returns(PAIRS);
    }
}
