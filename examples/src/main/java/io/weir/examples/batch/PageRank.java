package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.dataset.IterativeDataSet;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.Graph;
import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.tuple.Tuple2;
import io.weir.util.ParameterTool;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks the vertices of a graph, whose edges count in both directions, by a bulk iteration: in each superstep a vertex gives its rank
 * to its neighbours, in equal parts. Writes {@code vertex,rank}; the ranks add up to 1.
 *
 * <pre>
 * PageRank [--edges FILE] [--iterations 20] [--damping 0.85] [--output DIRECTORY]
 * </pre>
 */
public final class PageRank {
    private static final String COUNT = "number of vertices";

    private PageRank() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("edges", "iterations", "damping", "output");
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<Tuple2<Long, Long>> edges = Graph.bothWays(Graph.edges(env, parameters));
        DataSet<Tuple2<Long, long[]>> neighbours = edges.groupBy(0).reduceGroup(new Neighbours());
        DataSet<Long> count = neighbours.map(vertex -> 1L).reduce(Long::sum);

        IterativeDataSet<Tuple2<Long, Double>> ranks =
                neighbours.map(new First()).withBroadcastSet(count, COUNT).iterate(parameters.getInt("iterations", 20));
        DataSet<Tuple2<Long, Double>> next = ranks.join(neighbours)
                .where(0)
                .equalTo(0)
                .with(new Giving())
                .groupBy(0)
                .sum(1)
                .map(new Damping(parameters.getDouble("damping", 0.85)))
                .withBroadcastSet(count, COUNT);
        DataSet<String> result = ranks.closeWith(next).map(rank -> rank.f0 + "," + rank.f1);
        BatchResults.to(result, parameters, "PageRank");
    }

    private static final class Neighbours implements GroupReduceFunction<Tuple2<Long, Long>, Tuple2<Long, long[]>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void reduce(Iterable<Tuple2<Long, Long>> edges, Collector<Tuple2<Long, long[]>> out) {
            List<Long> targets = new ArrayList<>();
            long vertex = 0;
            for (Tuple2<Long, Long> edge : edges) {
                vertex = edge.f0;
                targets.add(edge.f1);
            }
            out.collect(
                    Tuple2.of(vertex, targets.stream().mapToLong(each -> each).toArray()));
        }
    }

    private static final class First extends RichMapFunction<Tuple2<Long, long[]>, Tuple2<Long, Double>> {
        private static final long serialVersionUID = 1L;

        private transient double rank;

        @Override
        public void open(OpenContext context) {
            rank = 1.0 / getRuntimeContext().<Long>getBroadcastVariable(COUNT).get(0);
        }

        @Override
        public Tuple2<Long, Double> map(Tuple2<Long, long[]> vertex) {
            return Tuple2.of(vertex.f0, rank);
        }
    }

    private static final class Giving
            implements FlatJoinFunction<Tuple2<Long, Double>, Tuple2<Long, long[]>, Tuple2<Long, Double>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void join(
                Tuple2<Long, Double> rank, Tuple2<Long, long[]> neighbours, Collector<Tuple2<Long, Double>> out) {
            for (long neighbour : neighbours.f1) {
                out.collect(Tuple2.of(neighbour, rank.f1 / neighbours.f1.length));
            }
        }
    }

    private static final class Damping extends RichMapFunction<Tuple2<Long, Double>, Tuple2<Long, Double>> {
        private static final long serialVersionUID = 1L;

        private final double damping;
        private transient double rest;

        Damping(double damping) {
            this.damping = damping;
        }

        @Override
        public void open(OpenContext context) {
            rest = (1 - damping)
                    / getRuntimeContext().<Long>getBroadcastVariable(COUNT).get(0);
        }

        @Override
        public Tuple2<Long, Double> map(Tuple2<Long, Double> rank) {
            return Tuple2.of(rank.f0, rest + damping * rank.f1);
        }
    }
}
