package io.weir.benchmarks.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.DeltaIteration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.tuple.Tuple2;

/** The parts of a graph that are not connected, by a delta iteration; discard: the same program as the peer's. */
public final class ConnectedComponents {
    private static final int MOST_SUPERSTEPS = 100;

    private ConnectedComponents() {}

    /** Runs the rounds; see {@link BatchRounds}. */
    public static void main(String[] args) {
        BatchRounds.run(args, "ds-cc", ConnectedComponents::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long count) {
        DataSet<Tuple2<Long, Long>> edges = Graph.edges(environment, count);
        DataSet<Tuple2<Long, Long>> vertices = environment
                .fromSequence(0, Graph.vertices(count) - 1)
                .map(vertex -> Tuple2.of(vertex, vertex))
                .returns(Graph.PAIRS);
        DeltaIteration<Tuple2<Long, Long>, Tuple2<Long, Long>> iteration =
                vertices.iterateDelta(vertices, MOST_SUPERSTEPS, 0);
        DataSet<Tuple2<Long, Long>> changes = iteration
                .getWorkset()
                .join(edges)
                .where(0)
                .equalTo(0)
                .with((vertex, edge) -> Tuple2.of(edge.f1, vertex.f1))
                .returns(Graph.PAIRS)
                .groupBy(0)
                .min(1)
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with(ConnectedComponents::improve)
                .returns(Graph.PAIRS);
        return iteration.closeWith(changes, changes);
    }

    private static void improve(Tuple2<Long, Long> heard, Tuple2<Long, Long> known, Collector<Tuple2<Long, Long>> out) {
        if (heard.f1 < known.f1) {
            out.collect(heard);
        }
    }
}
