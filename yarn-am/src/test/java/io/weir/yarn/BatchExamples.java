package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.examples.batch.BestFilms;
import io.weir.examples.batch.ConnectedComponents;
import io.weir.examples.batch.EnumTriangles;
import io.weir.examples.batch.PageRank;
import io.weir.examples.batch.WordCount;
import io.weir.execution.PlanExecutors;
import io.weir.fs.FileSystems;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.testing.hadoop.MiniHadoop;
import io.weir.testing.hadoop.MiniHadoopExtension;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Examples on YARN, over input in HDFS that nobody here wrote, with answers that were found by other means. */
@ExtendWith(MiniHadoopExtension.class)
@Timeout(180)
abstract class BatchExamples {
    private static final Path SHARED = Path.of(System.getProperty("weir.root", "."), "../shared/data");
    private static final String DIRECTORY = "/tests/batch-data";

    private static final int PARALLELISM = 4;

    private static YarnTestCluster yarn;
    private static String directory;

    /** A main method. */
    interface Program {
        void main(String[] args) throws Exception;
    }

    @BeforeAll
    static void copyInput(MiniHadoop hadoop) throws Exception {
        Assumptions.assumeTrue(Files.exists(SHARED), "skipped: there is no " + SHARED.toAbsolutePath());
        yarn = YarnTestCluster.on(hadoop);
        Configuration options = options();
        FileSystems.initialize(options);
        HadoopPlugin.install(options);
        directory = hadoop.fileSystemUri() + DIRECTORY;
        try (FileSystem files = yarn.files()) {
            for (String name : List.of("facebook_edges.txt", "shakespeare.txt", "ratings.csv", "movies.csv")) {
                files.copyFromLocalFile(
                        new org.apache.hadoop.fs.Path(SHARED.resolve(name).toUri()), hdfs(name));
            }
        }
    }

    @AfterEach
    void forgetTheContext() {
        PlanExecutors.setContext(null);
    }

    static YarnTestCluster yarn() {
        return yarn;
    }

    /** Returns the options of clusters; two TaskManagers of two slots run the examples. */
    static Configuration options() {
        return yarn.options("batch")
                .set(TaskManagerOptions.PROCESS_SIZE, MemorySize.ofMebiBytes(1536))
                .set(TaskManagerOptions.NUMBER_OF_TASK_SLOTS, 2);
    }

    /** Returns the options of programs. */
    static Configuration programOptions() {
        return new Configuration().set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
    }

    /** Lets a program run where the jobs go. */
    abstract void run(Program program, String[] arguments) throws Exception;

    private static org.apache.hadoop.fs.Path hdfs(String name) {
        return new org.apache.hadoop.fs.Path(directory, name);
    }

    @Test
    void trianglesOfFriends() throws Exception {
        assertThat(resultsOf(EnumTriangles::main, "--edges", input("facebook_edges.txt")))
                .hasSize(1_612_010);
    }

    @Test
    void friendsAreOneComponent() throws Exception {
        List<String> vertices = resultsOf(ConnectedComponents::main, "--edges", input("facebook_edges.txt"));
        assertThat(vertices).hasSize(4_039).allMatch(vertex -> vertex.endsWith(",0"));
    }

    @Test
    void ranksOfFriendsAgreeWithAPlainLoop() throws Exception {
        double[] expected = plainRanks();
        List<String> ranks = resultsOf(PageRank::main, "--edges", input("facebook_edges.txt"), "--iterations", "20");
        assertThat(ranks).hasSize(expected.length);
        for (String rank : ranks) {
            String[] fields = rank.split(",");
            assertThat(Double.parseDouble(fields[1])).isEqualTo(expected[Integer.parseInt(fields[0])], offset(1e-9));
        }
    }

    private static double[] plainRanks() throws Exception {
        int[][] edges;
        try (var lines = Files.lines(SHARED.resolve("facebook_edges.txt"))) {
            edges = lines.map(line -> Arrays.stream(line.split(" "))
                            .mapToInt(Integer::parseInt)
                            .toArray())
                    .toArray(int[][]::new);
        }
        double[] ranks = new double[4_039];
        int[] degrees = new int[ranks.length];
        for (int[] edge : edges) {
            degrees[edge[0]]++;
            degrees[edge[1]]++;
        }
        Arrays.fill(ranks, 1.0 / ranks.length);
        for (int round = 0; round < 20; round++) {
            double[] next = new double[ranks.length];
            Arrays.fill(next, 0.15 / ranks.length);
            for (int[] edge : edges) {
                next[edge[1]] += 0.85 * ranks[edge[0]] / degrees[edge[0]];
                next[edge[0]] += 0.85 * ranks[edge[1]] / degrees[edge[1]];
            }
            ranks = next;
        }
        return ranks;
    }

    @Test
    void theBestFilm() throws Exception {
        List<String> films =
                resultsOf(BestFilms::main, "--ratings", input("ratings.csv"), "--films", input("movies.csv"));
        String[] best = films.get(0).split(",", 3);
        assertThat(Double.parseDouble(best[0])).isEqualTo(4.4290, offset(0.00005));
        assertThat(best[1]).isEqualTo("317");
    }

    @Test
    void wordsOfShakespeare() throws Exception {
        List<String> counts = resultsOf(WordCount::main, "--input", input("shakespeare.txt"));
        assertThat(counts).hasSize(11_456).contains("the,6287", "of,3760");
        assertThat(counts.stream()
                        .mapToLong(count -> Long.parseLong(count.split(",")[1]))
                        .sum())
                .isEqualTo(208_530);
    }

    private static String input(String name) {
        return directory + "/" + name;
    }

    /** Runs an example and returns the lines that it has written to HDFS. */
    private List<String> resultsOf(Program program, String... arguments) throws Exception {
        String name = "results-" + System.nanoTime();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", directory + "/" + name));
        run(program, all.toArray(String[]::new));
        List<String> lines = new ArrayList<>();
        try (FileSystem files = yarn.files()) {
            RemoteIterator<LocatedFileStatus> found = files.listFiles(hdfs(name), true);
            while (found.hasNext()) {
                try (BufferedReader reader = new BufferedReader(
                        new InputStreamReader(files.open(found.next().getPath()), StandardCharsets.UTF_8))) {
                    reader.lines().forEach(lines::add);
                }
            }
        }
        return lines;
    }
}
