package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.DeltaIteration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.Graph;
import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.JoinFunction;
import io.weir.functions.MapFunction;
import io.weir.tuple.Tuple2;
import io.weir.util.ParameterTool;

/**
 * Finds the parts of a graph that are not connected with each other, by a delta iteration: each vertex begins with its own
 * number, tells it to its neighbours, and takes the least that it hears of; only vertices that have taken another number
 * have something to tell in the next superstep. Writes {@code vertex,least vertex of its part}.
 *
 * <pre>
 * ConnectedComponents [--edges FILE] [--iterations 1000] [--output DIRECTORY]
 * </pre>
 */
public final class ConnectedComponents {
    private ConnectedComponents() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("edges", "iterations", "output");
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<Tuple2<Long, Long>> edges = Graph.bothWays(Graph.edges(env, parameters));
        DataSet<Tuple2<Long, Long>> vertices = Graph.vertices(edges).map(new Itself());

        DeltaIteration<Tuple2<Long, Long>, Tuple2<Long, Long>> iteration =
                vertices.iterateDelta(vertices, parameters.getInt("iterations", 1_000), 0);
        DataSet<Tuple2<Long, Long>> changes = iteration
                .getWorkset()
                .join(edges)
                .where(0)
                .equalTo(0)
                .with(new Telling())
                .groupBy(0)
                .min(1)
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with(new Improving());
        DataSet<String> parts = iteration.closeWith(changes, changes).map(vertex -> vertex.f0 + "," + vertex.f1);
        BatchResults.to(parts, parameters, "Connected Components");
    }

    private static final class Itself implements MapFunction<Long, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> map(Long vertex) {
            return Tuple2.of(vertex, vertex);
        }
    }

    private static final class Telling
            implements JoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> join(Tuple2<Long, Long> vertex, Tuple2<Long, Long> edge) {
            return Tuple2.of(edge.f1, vertex.f1);
        }
    }

    private static final class Improving
            implements FlatJoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void join(Tuple2<Long, Long> heard, Tuple2<Long, Long> known, Collector<Tuple2<Long, Long>> out) {
            if (heard.f1 < known.f1) {
                out.collect(heard);
            }
        }
    }
}
