package io.weir.benchmarks.flink.batch;

import org.apache.flink.api.java.DataSet;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.operators.DeltaIteration;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.Collector;

/** The parts of a graph that are not connected, by a delta iteration; discard: the peer's side. */
public final class FlinkConnectedComponents {
    private static final int MOST_SUPERSTEPS = 100;

    private FlinkConnectedComponents() {}

    /** Runs the rounds; see {@link FlinkBatchRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkBatchRounds.run(args, FlinkConnectedComponents::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long count) {
        DataSet<Tuple2<Long, Long>> edges = FlinkGraph.edges(environment, count);
        DataSet<Tuple2<Long, Long>> vertices = environment
                .generateSequence(0, FlinkGraph.vertices(count) - 1)
                .map(vertex -> Tuple2.of(vertex, vertex))
                .returns(FlinkGraph.PAIRS);
        DeltaIteration<Tuple2<Long, Long>, Tuple2<Long, Long>> iteration =
                vertices.iterateDelta(vertices, MOST_SUPERSTEPS, 0);
        DataSet<Tuple2<Long, Long>> changes = iteration
                .getWorkset()
                .join(edges)
                .where(0)
                .equalTo(0)
                .with((vertex, edge) -> Tuple2.of(edge.f1, vertex.f1))
                .returns(FlinkGraph.PAIRS)
                .groupBy(0)
                .min(1)
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with(FlinkConnectedComponents::improve)
                .returns(FlinkGraph.PAIRS);
        return iteration.closeWith(changes, changes);
    }

    private static void improve(Tuple2<Long, Long> heard, Tuple2<Long, Long> known, Collector<Tuple2<Long, Long>> out) {
        if (heard.f1 < known.f1) {
            out.collect(heard);
        }
    }
}
