package io.weir.benchmarks.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.tpch.PublishedAnswers;
import io.weir.benchmarks.tpch.Queries;
import io.weir.benchmarks.tpch.Tables;
import io.weir.dataset.DataSet;
import io.weir.dataset.DeltaIteration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.execution.JobStatus;
import io.weir.functions.Collector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichFlatJoinFunction;
import io.weir.functions.RichMapFunction;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.VertexDetails;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * TaskManagers are killed at random during a long query and during an iteration: the answers are right, and what has
 * finished elsewhere is not run again.
 */
@Timeout(180)
class KilledWorkersTest {
    private static final double SCALE = 0.01;
    private static final int KILLS = 3;
    private static final int RINGS = 8;
    private static final int RING = 40;
    private static final int SUPERSTEPS = RING / 2;
    private static final TypeHint<Tuple2<Long, Long>> PAIRS = new TypeHint<>() {};

    private static volatile CountDownLatch mayEnd = new CountDownLatch(0); // set by the test, read by tasks
    private static volatile CountDownLatch begun = new CountDownLatch(0); // as above
    private static volatile List<Hold> holds = List.of(); // as above

    /** Where an iteration waits for the test. */
    private record Hold(int superstep, CountDownLatch reached, CountDownLatch mayGoOn) {}

    private static long finished(JobDetails details) {
        return details.vertices().stream()
                .filter(vertex -> vertex.tasks().finished() == vertex.parallelism())
                .count();
    }

    /** Returns how many instances of the last step but the collecting sink run, and wait. */
    private static int atTheEnd(JobDetails details) {
        List<VertexDetails> vertices = details.vertices();
        return vertices.get(vertices.size() - 2).tasks().running();
    }

    private static Predicate<JobDetails> goesOnAfter(int restarts) {
        return details ->
                details.summary().restarts() > restarts && details.summary().status() == JobStatus.RUNNING;
    }

    private static List<Integer> repeated(JobDetails details) {
        return details.vertices().stream().map(VertexDetails::repeated).toList();
    }

    /** All but the last step has finished on the one TaskManager there is, before the one comes that is lost. */
    @Test
    void whatHasFinishedElsewhereIsNotRunAgain() throws Exception {
        mayEnd = new CountDownLatch(1);
        try (KilledWorkers workers = new KilledWorkers("killed-workers")) {
            workers.kill(1);
            CompletableFuture<List<String>> answer = workers.run(KilledWorkersTest::profits);
            workers.await("it is at its end", details -> atTheEnd(details) == KilledWorkers.SLOTS);
            int late = workers.start();
            workers.await("all of its end runs", details -> atTheEnd(details) == KilledWorkers.PARALLELISM);
            workers.kill(late);
            workers.start();
            JobDetails after = workers.await(
                    "it goes on where it was",
                    goesOnAfter(0).and(details -> atTheEnd(details) == KilledWorkers.PARALLELISM));
            List<Integer> expected =
                    new ArrayList<>(Collections.nCopies(after.vertices().size(), 0));
            expected.set(expected.size() - 2, KilledWorkers.PARALLELISM - KilledWorkers.SLOTS);
            assertThat(repeated(after)).isEqualTo(expected);
            mayEnd.countDown();
            assertRight(answer.join(), workers);
            assertThat(repeated(workers.details())).isEqualTo(expected);
        }
    }

    @Test
    void theAnswerIsRightWhoeverIsLost() throws Exception {
        mayEnd = new CountDownLatch(1);
        try (KilledWorkers workers = new KilledWorkers("killed-workers")) {
            CompletableFuture<List<String>> answer = workers.run(KilledWorkersTest::profits);
            int vertices = workers.details().vertices().size();
            for (int kill = 1; kill < KILLS; kill++) {
                int some = workers.random().nextInt(vertices - 2);
                workers.await(some + " vertices have finished", details -> finished(details) >= some);
                workers.killOne();
            }
            JobDetails before =
                    workers.await("it is at its end", details -> atTheEnd(details) == KilledWorkers.PARALLELISM);
            workers.killOne();
            workers.await("it starts again", goesOnAfter(before.summary().restarts()));
            mayEnd.countDown();
            assertRight(answer.join(), workers);
        }
    }

    /** The instances of the last step have each a part of the rows; the first columns of a row are its key. */
    private static void assertRight(List<String> answer, KilledWorkers workers) throws IOException {
        List<String> published = PublishedAnswers.of(9, SCALE).orElseThrow();
        assertThat(PublishedAnswers.difference(
                        answer.stream().sorted().toList(),
                        published.stream().sorted().toList()))
                .as("with the seed %s", workers.seed())
                .isEmpty();
    }

    private static List<String> profits(ExecutionEnvironment environment) {
        return Queries.ALL
                .get(9)
                .answer(new Tables(environment, SCALE))
                .map(line -> {
                    mayEnd.await();
                    return line;
                })
                .returns(String.class)
                .setParallelism(KilledWorkers.PARALLELISM)
                .collect();
    }

    /** The inputs of the iteration are on both TaskManagers when the first is lost, half of each on either. */
    @Test
    void anIterationStartsAgainFromItsInputs() throws Exception {
        begun = new CountDownLatch(2 * KilledWorkers.PARALLELISM);
        try (KilledWorkers workers = new KilledWorkers("killed-workers")) {
            holds = workers.random()
                    .ints(2, SUPERSTEPS)
                    .distinct()
                    .limit(KILLS)
                    .sorted()
                    .mapToObj(superstep -> new Hold(superstep, new CountDownLatch(1), new CountDownLatch(1)))
                    .toList();
            CompletableFuture<List<Tuple2<Long, Long>>> components = workers.run(KilledWorkersTest::components);
            for (int kill = 0; kill < KILLS; kill++) {
                assertThat(holds.get(kill).reached().await(60, TimeUnit.SECONDS))
                        .isTrue();
                workers.killOne();
                JobDetails after = workers.await("it starts again", goesOnAfter(kill));
                if (kill == 0) {
                    assertThat(repeated(after)).as("of %s", after).startsWith(2, 2, 4, 4);
                }
                holds.get(kill).mayGoOn().countDown();
            }
            assertThat(components.join())
                    .as("with the seed %s", workers.seed())
                    .hasSize(RINGS * RING)
                    .allMatch(vertex -> vertex.f1 == vertex.f0 / RING * RING);
            assertThat(workers.details().vertices().get(2).repeated()).isEqualTo(KILLS * KilledWorkers.PARALLELISM);
        }
    }

    private static List<Tuple2<Long, Long>> components(ExecutionEnvironment environment) {
        DataSet<Tuple2<Long, Long>> edges = environment
                .generateSequence(0, RINGS * RING - 1)
                .map(new AllAtOnce())
                .flatMap((Long vertex, Collector<Tuple2<Long, Long>> out) -> {
                    long next = vertex / RING * RING + (vertex + 1) % RING;
                    out.collect(Tuple2.of(vertex, next));
                    out.collect(Tuple2.of(next, vertex));
                })
                .returns(PAIRS);
        DataSet<Tuple2<Long, Long>> vertices = environment
                .generateSequence(0, RINGS * RING - 1)
                .map(new AllAtOnce())
                .map(vertex -> Tuple2.of(vertex, vertex))
                .returns(PAIRS);
        DeltaIteration<Tuple2<Long, Long>, Tuple2<Long, Long>> iteration = vertices.iterateDelta(vertices, 100, 0);
        DataSet<Tuple2<Long, Long>> changes = iteration
                .getWorkset()
                .join(edges)
                .where(0)
                .equalTo(0)
                .with((vertex, edge) -> Tuple2.of(edge.f1, vertex.f1))
                .returns(PAIRS)
                .groupBy(0)
                .min(1)
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with(new Improving());
        return iteration.closeWith(changes, changes).collect();
    }

    /** Lets no instance end before all have begun, so that each has a slot of its own. */
    private static final class AllAtOnce extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) throws Exception {
            begun.countDown();
            begun.await();
        }

        @Override
        public Long map(Long value) {
            return value;
        }
    }

    /** Passes on what makes a vertex's component smaller, and waits where the test wants it. */
    private static final class Improving
            extends RichFlatJoinFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) throws Exception {
            int superstep = getIterationRuntimeContext().getSuperstepNumber();
            for (Hold hold : holds) {
                if (hold.superstep() == superstep) {
                    hold.reached().countDown();
                    hold.mayGoOn().await();
                }
            }
        }

        @Override
        public void join(Tuple2<Long, Long> candidate, Tuple2<Long, Long> known, Collector<Tuple2<Long, Long>> out) {
            if (candidate.f1 < known.f1) {
                out.collect(candidate);
            }
        }
    }
}
