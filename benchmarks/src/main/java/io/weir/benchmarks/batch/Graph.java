package io.weir.benchmarks.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;

/** A graph with five directed edges for each vertex; where there is one there is one in the other direction. Stateless. */
final class Graph {
    static final TypeInformation<Tuple2<Long, Long>> PAIRS = Types.TUPLE(Types.LONG, Types.LONG);

    private static final int EDGES_PER_VERTEX = 5;

    private Graph() {}

    /** Returns how many vertices a graph with a number of edges has. */
    static long vertices(long edges) {
        return edges / EDGES_PER_VERTEX;
    }

    /** Returns the edges. */
    static DataSet<Tuple2<Long, Long>> edges(ExecutionEnvironment environment, long edges) {
        long vertices = vertices(edges);
        return environment
                .fromSequence(0, edges / 2 - 1)
                .flatMap((Long number, Collector<Tuple2<Long, Long>> out) -> {
                    long one = Mixed.below(vertices, 2 * number);
                    long other = Mixed.below(vertices, 2 * number + 1);
                    out.collect(Tuple2.of(one, other));
                    out.collect(Tuple2.of(other, one));
                })
                .returns(PAIRS);
    }
}
