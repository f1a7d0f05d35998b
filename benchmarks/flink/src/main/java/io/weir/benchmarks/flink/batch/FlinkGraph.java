package io.weir.benchmarks.flink.batch;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.DataSet;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.Collector;

/** A graph with five directed edges for each vertex; where there is one there is one in the other direction. Stateless. */
final class FlinkGraph {
    static final TypeInformation<Tuple2<Long, Long>> PAIRS = Types.TUPLE(Types.LONG, Types.LONG);

    private static final int EDGES_PER_VERTEX = 5;

    private FlinkGraph() {}

    /** Returns how many vertices a graph with a number of edges has. */
    static long vertices(long edges) {
        return edges / EDGES_PER_VERTEX;
    }

    /** Returns the edges. */
    static DataSet<Tuple2<Long, Long>> edges(ExecutionEnvironment environment, long edges) {
        long vertices = vertices(edges);
        return environment
                .generateSequence(0, edges / 2 - 1)
                .flatMap((Long number, Collector<Tuple2<Long, Long>> out) -> {
                    long one = Mixed.below(vertices, 2 * number);
                    long other = Mixed.below(vertices, 2 * number + 1);
                    out.collect(Tuple2.of(one, other));
                    out.collect(Tuple2.of(other, one));
                })
                .returns(PAIRS);
    }
}
