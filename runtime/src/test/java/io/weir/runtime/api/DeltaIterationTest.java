package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.DeltaIteration;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichCoGroupFunction;
import io.weir.functions.RichFlatJoinFunction;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delta iterations as programs write them, against plain Java. */
@Timeout(120)
class DeltaIterationTest {
    private static final TypeHint<Tuple2<Integer, Integer>> PAIRS = new TypeHint<>() {};

    private static List<Tuple2<Integer, Integer>> graph(long seed, int vertices, int edges) {
        Random random = new Random(seed);
        List<Tuple2<Integer, Integer>> graph = new ArrayList<>();
        for (int i = 0; i < edges; i++) {
            int from = random.nextInt(vertices);
            graph.add(Tuple2.of(from, Math.min(vertices - 1, from + random.nextInt(20))));
        }
        return graph;
    }

    /** The least vertex of each vertex's component. */
    private static Map<Integer, Integer> components(int vertices, List<Tuple2<Integer, Integer>> edges) {
        int[] least = new int[vertices];
        for (int i = 0; i < vertices; i++) {
            least[i] = i;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Tuple2<Integer, Integer> edge : edges) {
                int component = Math.min(least[edge.f0], least[edge.f1]);
                changed |= least[edge.f0] != component || least[edge.f1] != component;
                least[edge.f0] = component;
                least[edge.f1] = component;
            }
        }
        Map<Integer, Integer> components = new HashMap<>();
        for (int i = 0; i < vertices; i++) {
            components.put(i, least[i]);
        }
        return components;
    }

    private static DataSet<Tuple2<Integer, Integer>> bothWays(DataSet<Tuple2<Integer, Integer>> edges) {
        return edges.flatMap((Tuple2<Integer, Integer> edge, Collector<Tuple2<Integer, Integer>> out) -> {
                    out.collect(edge);
                    out.collect(Tuple2.of(edge.f1, edge.f0));
                })
                .returns(PAIRS);
    }

    private static Map<Integer, Integer> asMap(List<Tuple2<Integer, Integer>> records) {
        Map<Integer, Integer> map = new HashMap<>();
        records.forEach(record -> assertThat(map.put(record.f0, record.f1)).isNull());
        return map;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void componentsByJoins(int parallelism) {
        int vertices = 400;
        List<Tuple2<Integer, Integer>> edges = graph(parallelism, vertices, 450);
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(parallelism);
        DataSet<Tuple2<Integer, Integer>> initial = environment
                .generateSequence(0, vertices - 1)
                .map(vertex -> Tuple2.of(vertex.intValue(), vertex.intValue()))
                .returns(PAIRS);
        DeltaIteration<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> iteration =
                initial.iterateDelta(initial, 1_000, 0);
        DataSet<Tuple2<Integer, Integer>> changes = iteration
                .getWorkset()
                .join(bothWays(environment.fromCollection(edges)))
                .where(0)
                .equalTo(0)
                .with((vertex, edge) -> Tuple2.of(edge.f1, vertex.f1))
                .returns(PAIRS)
                .groupBy(0)
                .min(1)
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with(
                        (Tuple2<Integer, Integer> candidate,
                                Tuple2<Integer, Integer> known,
                                Collector<Tuple2<Integer, Integer>> out) -> {
                            if (candidate.f1 < known.f1) {
                                out.collect(candidate);
                            }
                        })
                .returns(PAIRS);
        List<Tuple2<Integer, Integer>> result =
                iteration.closeWith(changes, changes).collect();
        assertThat(asMap(result)).isEqualTo(components(vertices, edges));
    }

    /** Two megabytes of records in each instance's half of a megabyte, and some of them become longer in each superstep. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSolutionSetMayBeLargerThanMemory(boolean onHeap) {
        int keys = 20_000;
        int changing = 1_000;
        int supersteps = 5;
        String filler = "-".repeat(200);
        TypeHint<Tuple2<Long, String>> type = new TypeHint<>() {};
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(
                2, new Configuration().set(TaskManagerOptions.MANAGED_SIZE, MemorySize.ofMebiBytes(1)));
        DataSet<Tuple2<Long, String>> initial = environment
                .generateSequence(0, keys - 1)
                .map(key -> Tuple2.of(key, filler))
                .returns(type);
        DeltaIteration<Tuple2<Long, String>, Long> iteration = initial.iterateDelta(
                        environment.generateSequence(0, changing - 1), supersteps, 0)
                .setSolutionSetUnManaged(onHeap);
        assertThat(iteration.isSolutionSetUnManaged()).isEqualTo(onHeap);
        DataSet<Tuple2<Long, String>> longer = iteration
                .getWorkset()
                .map(key -> Tuple2.of(key, "and more"))
                .returns(type)
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with((more, known) -> Tuple2.of(known.f0, known.f1 + more.f1))
                .returns(type);
        DataSet<Long> next = longer.map(record -> record.f0).returns(Long.class);
        Map<Long, String> result = new HashMap<>();
        iteration.closeWith(longer, next).collect().forEach(record -> result.put(record.f0, record.f1));
        assertThat(result).hasSize(keys);
        result.forEach((key, text) ->
                assertThat(text).isEqualTo(filler + (key < changing ? "and more".repeat(supersteps) : "")));
        assertThat(environment.getLastJobExecutionResult().getSpilledBytes() > 1 << 20)
                .isEqualTo(!onHeap);
    }

    @Test
    void componentsByCoGroupsWithTheSolutionSetFirst() {
        int vertices = 200;
        List<Tuple2<Integer, Integer>> edges = graph(7, vertices, 220);
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);
        DataSet<Tuple2<Integer, Integer>> initial = environment
                .generateSequence(0, vertices - 1)
                .map(vertex -> Tuple2.of(vertex.intValue(), vertex.intValue()))
                .returns(PAIRS);
        DeltaIteration<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> iteration =
                initial.iterateDelta(initial, 1_000, "f0");
        DataSet<Tuple2<Integer, Integer>> candidates = iteration
                .getWorkset()
                .join(bothWays(environment.fromCollection(edges)))
                .where(0)
                .equalTo(0)
                .with((vertex, edge) -> Tuple2.of(edge.f1, vertex.f1))
                .returns(PAIRS);
        DataSet<Tuple2<Integer, Integer>> changes = iteration
                .getSolutionSet()
                .coGroup(candidates)
                .where("f0")
                .equalTo("f0")
                .with(
                        (Iterable<Tuple2<Integer, Integer>> known,
                                Iterable<Tuple2<Integer, Integer>> all,
                                Collector<Tuple2<Integer, Integer>> out) -> {
                            Tuple2<Integer, Integer> now = known.iterator().next();
                            int least = now.f1;
                            for (Tuple2<Integer, Integer> candidate : all) {
                                least = Math.min(least, candidate.f1);
                            }
                            if (least < now.f1) {
                                out.collect(Tuple2.of(now.f0, least));
                            }
                        })
                .returns(PAIRS);
        List<Tuple2<Integer, Integer>> result =
                iteration.closeWith(changes, changes).collect();
        assertThat(asMap(result)).isEqualTo(components(vertices, edges));
    }

    @Test
    void recordsAreAddedToTheSolutionSetAndTheIterationEndsInTime() {
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);
        DataSet<Tuple2<Integer, Integer>> one = environment.fromCollection(List.of(Tuple2.of(0, 1)));
        DeltaIteration<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> iteration = one.iterateDelta(one, 5, 0);
        // Each superstep adds the double of the newest; the solution set it looks into does not have it yet.
        DataSet<Tuple2<Integer, Integer>> next = iteration
                .getWorkset()
                .leftOuterJoin(iteration.getSolutionSet())
                .where(0)
                .equalTo(0)
                .with((newest, known) -> Tuple2.of(newest.f0 + 1, known == null ? -1 : 2 * known.f1))
                .returns(PAIRS);
        Map<Integer, Integer> result = asMap(iteration.closeWith(next, next).collect());
        assertThat(result).isEqualTo(Map.of(0, 1, 1, 2, 2, 4, 3, 8, 4, 16, 5, 32));
    }

    /** Adds the number of the superstep to what it joins with, whichever of both is the solution set. */
    private static final class AddSuperstep
            extends RichFlatJoinFunction<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> {
        private static final long serialVersionUID = 1L;

        private int superstep;

        @Override
        public void open(OpenContext context) {
            superstep = getIterationRuntimeContext().getSuperstepNumber();
        }

        @Override
        public void join(
                Tuple2<Integer, Integer> first,
                Tuple2<Integer, Integer> second,
                Collector<Tuple2<Integer, Integer>> out) {
            out.collect(Tuple2.of(first.f0, Math.max(first.f1, second.f1) + superstep));
        }
    }

    /** Adds the number of the superstep to the record of the solution set. */
    private static final class GroupWithSuperstep
            extends RichCoGroupFunction<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void coGroup(
                Iterable<Tuple2<Integer, Integer>> first,
                Iterable<Tuple2<Integer, Integer>> second,
                Collector<Tuple2<Integer, Integer>> out) {
            Tuple2<Integer, Integer> known = first.iterator().next();
            out.collect(
                    Tuple2.of(known.f0, known.f1 + getIterationRuntimeContext().getSuperstepNumber()));
        }
    }

    @Test
    void functionsAreOpenedWhicheverInputTheSolutionSetIs() {
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);
        DataSet<Tuple2<Integer, Integer>> one = environment.fromCollection(List.of(Tuple2.of(0, 1)));
        for (int i = 0; i < 3; i++) {
            DeltaIteration<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> iteration = one.iterateDelta(one, 4, 0);
            DataSet<Tuple2<Integer, Integer>> known = iteration.getSolutionSet();
            DataSet<Tuple2<Integer, Integer>> work = iteration.getWorkset();
            DataSet<Tuple2<Integer, Integer>> next = i == 0
                    ? known.join(work).where(0).equalTo(0).with(new AddSuperstep())
                    : i == 1
                            ? work.join(known).where(0).equalTo(0).with(new AddSuperstep())
                            : known.coGroup(work).where(0).equalTo(0).with(new GroupWithSuperstep());
            Map<Integer, Integer> result = asMap(iteration.closeWith(next, next).collect());
            assertThat(result).isEqualTo(Map.of(0, 1 + 1 + 2 + 3 + 4));
        }
    }

    @Test
    void theSolutionSetIsMatchedByItsKeyOnly() {
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2);
        DataSet<Tuple2<Integer, Integer>> one = environment.fromCollection(List.of(Tuple2.of(0, 1)));
        DeltaIteration<Tuple2<Integer, Integer>, Tuple2<Integer, Integer>> iteration = one.iterateDelta(one, 5, 0);
        DataSet<Tuple2<Integer, Integer>> next = iteration
                .getWorkset()
                .join(iteration.getSolutionSet())
                .where(0)
                .equalTo(1)
                .with((newest, known) -> newest)
                .returns(PAIRS);
        assertThatThrownBy(() -> iteration.closeWith(next, next).collect())
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("iterateDelta()");
        DataSet<Tuple2<Integer, Integer>> mapped =
                iteration.getSolutionSet().map(record -> record).returns(PAIRS);
        assertThatThrownBy(() ->
                        iteration.closeWith(mapped, iteration.getWorkset()).collect())
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("joined and co-grouped");
    }
}
