package io.weir.runtime.jobmanager;

import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceSplit;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.operators.KeptVersions;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.HeldTask;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The enumerator of one source, with what it needs to reach its readers.
 *
 * <p>Thread: the coordinator thread of the job. Life: until it is closed; what it does is left out from its end on.
 *
 * @param <S> the type of the splits
 * @param <C> the type of the enumerator's state
 */
final class SourceEnumerator<S extends SourceSplit, C> implements SplitEnumeratorContext<S>, AutoCloseable {
    private final JobVertex vertex;
    private final SourceCoordinator.Environment environment;
    private final Consumer<SourceCoordinator.Step> thread;
    private final SimpleVersionedSerializer<S> serializer;
    private final SimpleVersionedSerializer<C> stateSerializer;
    private final SplitEnumerator<S, C> enumerator;

    /** Splits that readers have, although the enumerator does not know that it has given them; by their ids. */
    private final Map<String, S> given = new LinkedHashMap<>();

    /** Readers that wait for an answer, with their hosts. */
    private final Map<Integer, String> asking = new HashMap<>();

    /** What readers were given; null in jobs in which they all begin again together. */
    private final SplitHistory history;

    private boolean ended;

    private SourceEnumerator(Source<?, S, C> source, Start start, SourceCoordinator.Environment environment)
            throws Exception {
        this.vertex = start.vertex();
        this.environment = environment;
        this.thread = start.thread();
        this.history = start.inStages() ? new SplitHistory() : null;
        this.serializer = source.getSplitSerializer();
        this.stateSerializer = source.getEnumeratorCheckpointSerializer();
        if (start.state() != null) {
            readGiven(start.state().givenVersion(), start.state().given());
        }
        for (HeldTask.GivenSplits splits : start.given()) {
            readGiven(splits.version(), splits.splits());
        }
        this.enumerator = start.state() == null
                ? source.createEnumerator(this)
                : source.restoreEnumerator(this, restored(source, start.state()));
    }

    /**
     * Where an enumerator belongs and what it starts from.
     *
     * @param vertex the source
     * @param state what it goes on from; null if it has no past
     * @param given splits that were given since then to readers that go on
     * @param thread runs steps on the coordinator thread
     * @param inStages whether some of its readers may begin again while others have finished
     */
    record Start(
            JobVertex vertex,
            EnumeratorState state,
            List<HeldTask.GivenSplits> given,
            Consumer<SourceCoordinator.Step> thread,
            boolean inStages) {}

    static <S extends SourceSplit, C> SourceEnumerator<S, C> create(
            Source<?, S, C> source, Start start, SourceCoordinator.Environment environment) throws Exception {
        return new SourceEnumerator<>(source, start, environment);
    }

    private void readGiven(int version, List<byte[]> splits) {
        for (byte[] bytes : splits) {
            try {
                S split = serializer.deserialize(version, bytes);
                given.put(split.splitId(), split);
            } catch (IOException | RuntimeException e) {
                throw new WeirException(
                        ErrorCode.STATE_INCOMPATIBLE,
                        "A split of the source '" + vertex.name() + "' (version " + version + ") cannot be read: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private C restored(Source<?, S, C> source, EnumeratorState state) {
        return KeptVersions.readEnumerator(source, vertex.name(), state.version(), state.bytes());
    }

    /** Returns what it has to go on from. */
    EnumeratorState snapshot(long checkpointId) throws Exception {
        C state = enumerator.snapshotState(checkpointId);
        List<byte[]> givenSplits = new ArrayList<>();
        for (S split : given.values()) {
            givenSplits.add(serializer.serialize(split));
        }
        return new EnumeratorState(
                vertex.id().value(),
                vertex.name(),
                stateSerializer.getVersion(),
                stateSerializer.serialize(state),
                givenSplits,
                serializer.getVersion());
    }

    String name() {
        return vertex.name();
    }

    /** Leaves out whatever it would do from now on, except that it can be closed. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    void start() {
        enumerator.start();
    }

    void addReader(ExecutionId reader) {
        int subtask = reader.subtask();
        SplitHistory.Given again = history == null ? null : history.runs(subtask);
        if (again == null) {
            enumerator.addReader(subtask);
        } else {
            environment
                    .deliveries()
                    .deliverAgain(reader, List.copyOf(again.splits), serializer.getVersion(), again.noMore);
        }
    }

    /**
     * Readers begin again: they are given what they were given when they run.
     *
     * @return whether that is possible, and worth the while
     */
    boolean giveAgain(List<Integer> subtasks) {
        if (history == null || ended || subtasks.size() == vertex.parallelism()) {
            return false;
        }
        history.reset(subtasks);
        return true;
    }

    void requestSplit(int subtask, String hostName) {
        asking.put(subtask, hostName);
        enumerator.handleSplitRequest(subtask, hostName);
    }

    /** What a reader was given has another already: it is to be given something else, if it has asked. */
    private void askAgain(int subtask) {
        thread.accept(() -> {
            if (!ended && asking.containsKey(subtask)) {
                enumerator.handleSplitRequest(subtask, asking.get(subtask));
            }
        });
    }

    @Override
    public int currentParallelism() {
        return vertex.parallelism();
    }

    @Override
    public void assignSplit(S split, int subtaskId) {
        if (given.remove(split.splitId()) != null) {
            askAgain(subtaskId);
            return;
        }
        try {
            deliver(subtaskId, List.of(serializer.serialize(split)), false);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION, "The split " + split.splitId() + " could not be written.", e);
        }
    }

    @Override
    public void signalNoMoreSplits(int subtaskId) {
        deliver(subtaskId, List.of(), true);
    }

    private void deliver(int subtask, List<byte[]> splits, boolean noMore) {
        if (subtask < 0 || subtask >= vertex.parallelism()) {
            throw new IllegalArgumentException(vertex.name() + " has " + vertex.parallelism()
                    + " readers, and none with the number " + subtask + ".");
        }
        if (ended) {
            return;
        }
        asking.remove(subtask);
        if (history != null && !history.note(subtask, splits, noMore)) {
            return;
        }
        environment.deliveries().deliver(vertex.id(), subtask, splits, serializer.getVersion(), noMore);
    }

    @Override
    public <R> void callAsync(Callable<R> callable, BiConsumer<R, Throwable> handler) {
        ClassLoader program = Thread.currentThread().getContextClassLoader();
        CompletableFuture.supplyAsync(() -> call(callable, program), environment.io())
                .whenComplete((result, failure) -> thread.accept(() -> {
                    if (!ended) {
                        handler.accept(result, failure == null ? null : failure.getCause());
                    }
                }));
    }

    private static <R> R call(Callable<R> callable, ClassLoader program) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(program);
        try {
            return callable.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        end();
        enumerator.close();
    }
}
