package io.weir.examples.util;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.MapFunction;
import io.weir.tuple.Tuple2;
import io.weir.util.ParameterTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The graphs of the examples: vertices are numbers, and an edge is a pair of them. Stateless. */
public final class Graph {
    /** How many vertices the generated graph has. */
    public static final long VERTICES = 100;

    private Graph() {}

    /** Returns a small graph of several parts, the same each time. */
    public static List<Tuple2<Long, Long>> generated() {
        Random random = new Random(7);
        List<Tuple2<Long, Long>> edges = new ArrayList<>();
        for (long vertex = 0; vertex < VERTICES; vertex++) {
            // An edge stays within ten numbers, of which each is a part of its own.
            long start = vertex - vertex % 10;
            edges.add(Tuple2.of(vertex, start + random.nextInt(10)));
        }
        return edges;
    }

    /**
     * Returns the edges of the file {@code --edges}, which has two numbers with a space between in each line, or of a
     * generated graph.
     *
     * @param env the program
     * @param parameters its arguments
     */
    public static DataSet<Tuple2<Long, Long>> edges(ExecutionEnvironment env, ParameterTool parameters) {
        return parameters.has("edges")
                ? env.readTextFile(parameters.getRequired("edges")).map(new Edge())
                : env.fromCollection(generated());
    }

    /** Returns edges, and the same in the other direction. */
    public static DataSet<Tuple2<Long, Long>> bothWays(DataSet<Tuple2<Long, Long>> edges) {
        return edges.flatMap(new BothWays());
    }

    /** Returns the vertices of edges. */
    public static DataSet<Long> vertices(DataSet<Tuple2<Long, Long>> edges) {
        return edges.flatMap(new Ends()).distinct();
    }

    private static final class Edge implements MapFunction<String, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<Long, Long> map(String line) {
            int space = line.indexOf(' ');
            return Tuple2.of(Long.valueOf(line.substring(0, space)), Long.valueOf(line.substring(space + 1)));
        }
    }

    private static final class BothWays implements FlatMapFunction<Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Tuple2<Long, Long> edge, Collector<Tuple2<Long, Long>> out) {
            out.collect(edge);
            out.collect(Tuple2.of(edge.f1, edge.f0));
        }
    }

    private static final class Ends implements FlatMapFunction<Tuple2<Long, Long>, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Tuple2<Long, Long> edge, Collector<Long> out) {
            out.collect(edge.f0);
            out.collect(edge.f1);
        }
    }
}
