package io.weir.benchmarks.flink.batch;

import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.DataSet;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.operators.IterativeDataSet;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.Collector;

/** Ranks the vertices of a graph in ten supersteps of a bulk iteration; discard: the peer's side. */
public final class FlinkPageRank {
    private static final int SUPERSTEPS = 10;
    private static final double DAMPING = 0.85;
    private static final TypeInformation<Tuple2<Long, Double>> RANKS = Types.TUPLE(Types.LONG, Types.DOUBLE);

    private FlinkPageRank() {}

    /** Runs the rounds; see {@link FlinkBatchRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkBatchRounds.run(args, FlinkPageRank::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long edges) {
        long vertices = FlinkGraph.vertices(edges);
        DataSet<Tuple2<Long, long[]>> neighbours = FlinkGraph.edges(environment, edges)
                .groupBy(0)
                .reduceGroup(FlinkPageRank::gather)
                .returns(Types.TUPLE(Types.LONG, Types.PRIMITIVE_ARRAY(Types.LONG)));
        IterativeDataSet<Tuple2<Long, Double>> ranks = environment
                .generateSequence(0, vertices - 1)
                .map(vertex -> Tuple2.of(vertex, 1.0 / vertices))
                .returns(RANKS)
                .iterate(SUPERSTEPS);
        DataSet<Tuple2<Long, Double>> next = ranks.join(neighbours)
                .where(0)
                .equalTo(0)
                .with(FlinkPageRank::give)
                .returns(RANKS)
                .groupBy(0)
                .sum(1)
                .map(rank -> Tuple2.of(rank.f0, (1 - DAMPING) / vertices + DAMPING * rank.f1))
                .returns(RANKS);
        return ranks.closeWith(next);
    }

    private static void gather(Iterable<Tuple2<Long, Long>> edges, Collector<Tuple2<Long, long[]>> out) {
        long vertex = 0;
        long[] targets = new long[8];
        int count = 0;
        for (Tuple2<Long, Long> edge : edges) {
            vertex = edge.f0;
            if (count == targets.length) {
                targets = Arrays.copyOf(targets, 2 * count);
            }
            targets[count++] = edge.f1;
        }
        out.collect(Tuple2.of(vertex, Arrays.copyOf(targets, count)));
    }

    private static void give(
            Tuple2<Long, Double> rank, Tuple2<Long, long[]> neighbours, Collector<Tuple2<Long, Double>> out) {
        for (long neighbour : neighbours.f1) {
            out.collect(Tuple2.of(neighbour, rank.f1 / neighbours.f1.length));
        }
    }
}
