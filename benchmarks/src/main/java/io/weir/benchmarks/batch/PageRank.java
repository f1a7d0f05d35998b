package io.weir.benchmarks.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.functions.Collector;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.Arrays;

/** Ranks the vertices of a graph in ten supersteps of a bulk iteration; discard: the same program as the peer's. */
public final class PageRank {
    private static final int SUPERSTEPS = 10;
    private static final double DAMPING = 0.85;
    private static final TypeInformation<Tuple2<Long, Double>> RANKS = Types.TUPLE(Types.LONG, Types.DOUBLE);

    private PageRank() {}

    /** Runs the rounds; see {@link BatchRounds}. */
    public static void main(String[] args) {
        BatchRounds.run(args, "ds-pagerank", PageRank::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long edges) {
        long vertices = Graph.vertices(edges);
        DataSet<Tuple2<Long, long[]>> neighbours = Graph.edges(environment, edges)
                .groupBy(0)
                .reduceGroup(PageRank::gather)
                .returns(Types.TUPLE(Types.LONG, Types.PRIMITIVE_ARRAY(long[].class)));
        IterativeDataSet<Tuple2<Long, Double>> ranks = environment
                .fromSequence(0, vertices - 1)
                .map(vertex -> Tuple2.of(vertex, 1.0 / vertices))
                .returns(RANKS)
                .iterate(SUPERSTEPS);
        DataSet<Tuple2<Long, Double>> next = ranks.join(neighbours)
                .where(0)
                .equalTo(0)
                .with(PageRank::give)
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
