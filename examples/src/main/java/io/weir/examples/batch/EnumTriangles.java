package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.Graph;
import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.JoinFunction;
import io.weir.functions.MapFunction;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.util.ParameterTool;

/**
 * Finds the triangles of a graph: pairs of edges that begin at one vertex, whose other ends an edge connects. Writes
 * {@code vertex,vertex,vertex}, in ascending order.
 *
 * <pre>
 * EnumTriangles [--edges FILE] [--output DIRECTORY]
 * </pre>
 */
public final class EnumTriangles {
    private EnumTriangles() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("edges", "output");
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<Tuple2<Long, Long>> edges = Graph.edges(env, parameters)
                .filter(edge -> !edge.f0.equals(edge.f1))
                .map(new Upwards())
                .distinct(0, 1);
        DataSet<String> triangles = edges.join(edges)
                .where(0)
                .equalTo(0)
                .with(new Triads())
                .join(edges)
                .where(1, 2)
                .equalTo(0, 1)
                .with(new Closed())
                .map(triangle -> triangle.f0 + "," + triangle.f1 + "," + triangle.f2);
        BatchResults.to(triangles, parameters, "Triangles");
    }

    private static final class Upwards implements MapFunction<Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> map(Tuple2<Long, Long> edge) {
            return edge.f0 < edge.f1 ? edge : Tuple2.of(edge.f1, edge.f0);
        }
    }

    private static final class Triads
            implements FlatJoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple3<Long, Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void join(Tuple2<Long, Long> one, Tuple2<Long, Long> other, Collector<Tuple3<Long, Long, Long>> out) {
            if (one.f1 < other.f1) {
                out.collect(Tuple3.of(one.f0, one.f1, other.f1));
            }
        }
    }

    private static final class Closed
            implements JoinFunction<Tuple3<Long, Long, Long>, Tuple2<Long, Long>, Tuple3<Long, Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple3<Long, Long, Long> join(Tuple3<Long, Long, Long> triad, Tuple2<Long, Long> edge) {
            return triad;
        }
    }
}
