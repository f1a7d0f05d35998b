package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.Boundedness;
import io.weir.connector.FixedSplitEnumerator;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSplit;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.Distribution;
import io.weir.runtime.jobgraph.ExchangeKind;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.HeldTask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What enumerators give out that do not know which splits readers have already. */
class SourceCoordinatorTest {
    private final List<String> given = new CopyOnWriteArrayList<>();
    private final JobVertex vertex = new JobVertex(
            new VertexId("source"),
            "source",
            2,
            128,
            "default",
            new byte[0],
            ObjectCodec.serialize(new Letters()),
            List.of(),
            List.of(),
            List.of(),
            true);
    private SourceCoordinator coordinator;

    private record Letter(String splitId) implements SourceSplit {}

    /** Has the splits a, b, c and d, in this order. */
    private static final class Letters implements Source<String, Letter, List<Letter>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Boundedness getBoundedness() {
            return Boundedness.BOUNDED;
        }

        @Override
        public SplitEnumerator<Letter, List<Letter>> createEnumerator(SplitEnumeratorContext<Letter> context) {
            return restoreEnumerator(context, letters("abcd"));
        }

        @Override
        public SplitEnumerator<Letter, List<Letter>> restoreEnumerator(
                SplitEnumeratorContext<Letter> context, List<Letter> state) {
            return new FixedSplitEnumerator<>(context, state);
        }

        @Override
        public SourceReader<String, Letter> createReader(SourceReaderContext context) {
            throw new UnsupportedOperationException("nobody reads");
        }

        @Override
        public SimpleVersionedSerializer<Letter> getSplitSerializer() {
            return new Texts<>() {
                @Override
                String text(Letter value) {
                    return value.splitId();
                }

                @Override
                Letter value(String text) {
                    return new Letter(text);
                }
            };
        }

        @Override
        public SimpleVersionedSerializer<List<Letter>> getEnumeratorCheckpointSerializer() {
            return new Texts<>() {
                @Override
                String text(List<Letter> value) {
                    return String.join("", value.stream().map(Letter::splitId).toList());
                }

                @Override
                List<Letter> value(String text) {
                    return letters(text);
                }
            };
        }

        private static List<Letter> letters(String text) {
            List<Letter> letters = new ArrayList<>();
            text.chars().forEach(letter -> letters.add(new Letter(String.valueOf((char) letter))));
            return letters;
        }
    }

    private abstract static class Texts<T> implements SimpleVersionedSerializer<T> {
        abstract String text(T value);

        abstract T value(String text);

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(T value) {
            return text(value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public T deserialize(int version, byte[] serialized) {
            return value(new String(serialized, StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    /** Notes what is given. */
    private final class Giving implements SourceCoordinator.Deliveries {
        @Override
        public void deliver(VertexId id, int subtask, List<byte[]> splits, int version, boolean noMore) {
            give("" + subtask, splits, noMore);
        }

        @Override
        public void deliverAgain(ExecutionId reader, List<byte[]> splits, int version, boolean noMore) {
            give(reader.subtask() + "#" + reader.attempt(), splits, noMore);
        }

        private void give(String reader, List<byte[]> splits, boolean noMore) {
            splits.forEach(split -> given.add(reader + ":" + new String(split, StandardCharsets.UTF_8)));
            if (noMore) {
                given.add(reader + ":end");
            }
        }
    }

    private void start(EnumeratorState state, String alreadyGiven) {
        start(Graphs.graph(List.of(vertex)), state, alreadyGiven);
    }

    private void start(JobGraph graph, EnumeratorState state, String alreadyGiven) {
        coordinator = SourceCoordinator.create(
                graph,
                getClass().getClassLoader(),
                new SourceCoordinator.Environment(
                        Executors::newSingleThreadExecutor,
                        Runnable::run,
                        new Giving(),
                        (id, failure) -> given.add(failure.toString())));
        List<byte[]> splits = new ArrayList<>();
        for (String letter : alreadyGiven.split("")) {
            splits.add(letter.getBytes(StandardCharsets.UTF_8));
        }
        Map<VertexId, List<HeldTask.GivenSplits>> before = alreadyGiven.isEmpty()
                ? Map.of()
                : Map.of(vertex.id(), List.of(new HeldTask.GivenSplits(0, 1, splits)));
        Map<VertexId, EnumeratorState> states = state == null ? Map.of() : Map.of(vertex.id(), state);
        coordinator.start(List.of(vertex), states, before);
    }

    private EnumeratorState ask(int... readers) {
        for (int reader : readers) {
            coordinator.requestSplit(new ExecutionId(JobId.random(), vertex.id(), reader, 0), "host");
            coordinator.snapshot(1).join(); // what it has led to is done by then
            coordinator.snapshot(1).join();
            coordinator.snapshot(1).join();
            coordinator.snapshot(1).join();
        }
        return coordinator.snapshot(1).join().get(0);
    }

    @Test
    void splitsThatReadersHaveAreNotGivenAgain() {
        start(null, "bad");
        EnumeratorState end = ask(1, 0);
        assertThat(given).containsExactly("1:c", "0:end");
        assertThat(end.given()).isEmpty();
    }

    @Test
    void checkpointsKnowOfSplitsThatHaveNotComeUpYet() {
        start(null, "ac");
        EnumeratorState middle = ask(0);
        assertThat(given).containsExactly("0:b");
        assertThat(middle.given()).hasSize(1);
        coordinator.close();
        start(middle, "");
        ask(1, 0);
        assertThat(given).containsExactly("0:b", "1:d", "0:end");
    }

    @Test
    void anotherAttemptOfAReaderIsGivenWhatTheFirstWas() {
        JobVertex next = Graphs.vertex("next", 1, "default");
        start(
                Graphs.graph(
                        List.of(vertex, next),
                        Graphs.edge(vertex, next, Distribution.ALL_TO_ALL).as(ExchangeKind.BLOCKING)),
                null,
                "");
        JobId job = JobId.random();
        coordinator.readerRuns(new ExecutionId(job, vertex.id(), 0, 0));
        coordinator.readerRuns(new ExecutionId(job, vertex.id(), 1, 0));
        ask(0, 1, 0);
        assertThat(given).containsExactly("0:a", "1:b", "0:c");
        coordinator.readerRuns(new ExecutionId(job, vertex.id(), 0, 1));
        ask(0, 1);
        assertThat(given).containsExactly("0:a", "1:b", "0:c", "0#1:a", "0#1:c", "0:d", "1:end");
    }
}
