package io.weir.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.weir.examples.util.Graph;
import io.weir.examples.util.Outputs;
import io.weir.tuple.Tuple2;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples over graphs and points and compares what they write with what simple loops find. */
class IterationExamplesTest {
    private static final int VERTICES = (int) Graph.VERTICES;

    @TempDir
    Path directory;

    private static boolean[][] edges(boolean bothWays) {
        boolean[][] edges = new boolean[VERTICES][VERTICES];
        for (Tuple2<Long, Long> edge : Graph.generated()) {
            edges[edge.f0.intValue()][edge.f1.intValue()] = true;
            edges[edge.f1.intValue()][edge.f0.intValue()] |= bothWays;
        }
        return edges;
    }

    /** Which vertices can be reached from which. */
    private static boolean[][] reachable(boolean bothWays) {
        boolean[][] reachable = edges(bothWays);
        for (int over = 0; over < VERTICES; over++) {
            for (int from = 0; from < VERTICES; from++) {
                for (int to = 0; to < VERTICES; to++) {
                    reachable[from][to] |= reachable[from][over] && reachable[over][to];
                }
            }
        }
        return reachable;
    }

    @Test
    void partsOfTheGraph() throws Exception {
        boolean[][] reachable = reachable(true);
        List<String> expected = new ArrayList<>();
        for (int vertex = 0; vertex < VERTICES; vertex++) {
            int least = 0;
            while (least < vertex && !reachable[vertex][least]) {
                least++;
            }
            expected.add(vertex + "," + least);
        }
        assertThat(resultsOf(ConnectedComponents::main)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatCanBeReached() throws Exception {
        boolean[][] reachable = reachable(false);
        List<String> expected = new ArrayList<>();
        for (int from = 0; from < VERTICES; from++) {
            for (int to = 0; to < VERTICES; to++) {
                if (reachable[from][to]) {
                    expected.add(from + "," + to);
                }
            }
        }
        assertThat(resultsOf(TransitiveClosure::main)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void trianglesOfTheGraph() throws Exception {
        boolean[][] edges = edges(true);
        List<String> expected = new ArrayList<>();
        for (int one = 0; one < VERTICES; one++) {
            for (int two = one + 1; two < VERTICES; two++) {
                for (int three = two + 1; three < VERTICES; three++) {
                    if (edges[one][two] && edges[two][three] && edges[one][three]) {
                        expected.add(one + "," + two + "," + three);
                    }
                }
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(resultsOf(EnumTriangles::main)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void ranksOfTheGraph() throws Exception {
        List<Tuple2<Long, Long>> links = new ArrayList<>();
        Set<Long> vertices = new TreeSet<>();
        for (Tuple2<Long, Long> edge : Graph.generated()) {
            links.add(edge);
            links.add(Tuple2.of(edge.f1, edge.f0));
            vertices.add(edge.f0);
            vertices.add(edge.f1);
        }
        int[] degree = new int[VERTICES];
        links.forEach(link -> degree[link.f0.intValue()]++);
        double[] ranks = new double[VERTICES];
        vertices.forEach(vertex -> ranks[vertex.intValue()] = 1.0 / vertices.size());
        for (int superstep = 0; superstep < 20; superstep++) {
            double[] next = new double[VERTICES];
            links.forEach(link -> next[link.f1.intValue()] += ranks[link.f0.intValue()] / degree[link.f0.intValue()]);
            vertices.forEach(
                    vertex -> ranks[vertex.intValue()] = 0.15 / vertices.size() + 0.85 * next[vertex.intValue()]);
        }
        List<String> results = resultsOf(PageRank::main);
        assertThat(results).hasSameSizeAs(vertices);
        for (String result : results) {
            String[] fields = result.split(",");
            assertThat(Double.parseDouble(fields[1])).isEqualTo(ranks[Integer.parseInt(fields[0])], offset(1e-9));
        }
    }

    @Test
    void centersMoveIntoTheMiddleOfTheirPoints() throws Exception {
        List<String> results = resultsOf(KMeans::main);
        assertThat(results).hasSameSizeAs(KMeans.MIDDLES);
        for (String result : results) {
            String[] fields = result.split(",");
            int number = Integer.parseInt(fields[0]);
            assertThat(Double.parseDouble(fields[1]))
                    .isEqualTo(KMeans.MIDDLES.get(number).x(), offset(0.2));
            assertThat(Double.parseDouble(fields[2]))
                    .isEqualTo(KMeans.MIDDLES.get(number).y(), offset(0.2));
        }
    }

    @Test
    void theLineIsFound() throws Exception {
        List<String> results = resultsOf(LinearRegression::main);
        assertThat(results).hasSize(1);
        String[] fields = results.get(0).split(",");
        assertThat(Double.parseDouble(fields[0])).isEqualTo(LinearRegression.INTERCEPT, offset(0.01));
        assertThat(Double.parseDouble(fields[1])).isEqualTo(LinearRegression.SLOPE, offset(0.01));
    }

    private List<String> resultsOf(Outputs.Program program) throws Exception {
        return Outputs.of(program, directory);
    }
}
