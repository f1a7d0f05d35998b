package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.Graph;
import io.weir.functions.CoGroupFunction;
import io.weir.functions.Collector;
import io.weir.functions.JoinFunction;
import io.weir.tuple.Tuple2;
import io.weir.util.ParameterTool;

/**
 * Finds which vertices of a graph can be reached from which, along its edges, by a bulk iteration that ends when a superstep has
 * found no new pair. Writes {@code from,to}.
 *
 * <pre>
 * TransitiveClosure [--edges FILE] [--iterations 1000] [--output DIRECTORY]
 * </pre>
 */
public final class TransitiveClosure {
    private TransitiveClosure() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("edges", "iterations", "output");
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<Tuple2<Long, Long>> edges = Graph.edges(env, parameters).distinct(0, 1);

        IterativeDataSet<Tuple2<Long, Long>> paths = edges.iterate(parameters.getInt("iterations", 1_000));
        DataSet<Tuple2<Long, Long>> next = paths.join(edges)
                .where(1)
                .equalTo(0)
                .with(new Longer())
                .union(paths)
                .distinct(0, 1);
        DataSet<Tuple2<Long, Long>> found =
                next.coGroup(paths).where(0, 1).equalTo(0, 1).with(new OnlyNew());
        DataSet<String> closure = paths.closeWith(next, found).map(path -> path.f0 + "," + path.f1);
        BatchResults.to(closure, parameters, "Transitive Closure");
    }

    private static final class Longer
            implements JoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> join(Tuple2<Long, Long> path, Tuple2<Long, Long> edge) {
            return Tuple2.of(path.f0, edge.f1);
        }
    }

    private static final class OnlyNew
            implements CoGroupFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void coGroup(
                Iterable<Tuple2<Long, Long>> now,
                Iterable<Tuple2<Long, Long>> before,
                Collector<Tuple2<Long, Long>> out) {
            if (!before.iterator().hasNext()) {
                now.forEach(out::collect);
            }
        }
    }
}
