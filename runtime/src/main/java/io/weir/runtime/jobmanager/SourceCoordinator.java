package io.weir.runtime.jobmanager;

import io.weir.connector.Source;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.HeldTask;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the enumerators of a job's sources, which find splits and hand them to readers. Enumerators are the user's code:
 * they run on a thread of the job's own, so that a slow one delays neither another job nor the JobManager.
 *
 * <p>Thread: any thread may call; the state belongs to the coordinator thread. Life: from the preparation of the job to
 * its end, when the thread ends too.
 */
final class SourceCoordinator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceCoordinator.class);

    private final ExecutorService thread;
    private final ClassLoader classLoader;
    private final Environment environment;
    private final boolean inStages;
    private final Map<VertexId, SourceEnumerator<?, ?>> enumerators = new LinkedHashMap<>();

    private SourceCoordinator(ClassLoader classLoader, Environment environment, boolean inStages) {
        this.inStages = inStages;
        this.thread = environment.thread().get();
        this.classLoader = classLoader;
        this.environment = environment;
    }

    /**
     * What the coordinator needs of its surroundings.
     *
     * @param thread makes the coordinator thread; not called for a job without sources
     * @param io runs what enumerators find slow
     * @param deliveries takes splits; called on the coordinator thread
     * @param onFailure takes the failure of the enumerator of a vertex; called on the coordinator thread
     */
    record Environment(
            Supplier<ExecutorService> thread,
            Executor io,
            Deliveries deliveries,
            BiConsumer<VertexId, Throwable> onFailure) {}

    /** Takes splits to readers. */
    interface Deliveries {
        /** Delivers serialized splits to the reader with a number, to all attempts of it that have what it was given before. */
        void deliver(VertexId vertex, int subtask, List<byte[]> splits, int version, boolean noMore);

        /** Delivers to an attempt of a reader what the reader was given before, which may be nothing. */
        void deliverAgain(ExecutionId reader, List<byte[]> splits, int version, boolean noMore);
    }

    /** Prepares a coordinator thread; returns null for a job without sources. */
    static SourceCoordinator create(JobGraph graph, ClassLoader classLoader, Environment environment) {
        return graph.vertices().stream().anyMatch(SourceCoordinator::hasEnumerator)
                ? new SourceCoordinator(classLoader, environment, graph.runsInStages() || graph.mayRunInStages())
                : null;
    }

    private static boolean hasEnumerator(JobVertex vertex) {
        return vertex.source().length > 0;
    }

    /**
     * Creates and starts the enumerators of those vertices that have one.
     *
     * @param vertices the vertices
     * @param states what they go on from; the enumerators of vertices that are not named have no past
     */
    void start(List<JobVertex> vertices, Map<VertexId, EnumeratorState> states) {
        start(vertices, states, Map.of());
    }

    /**
     * Creates and starts enumerators whose readers have been given splits since the states were kept.
     *
     * @param vertices the vertices
     * @param states what they go on from
     * @param given the splits
     */
    void start(
            List<JobVertex> vertices,
            Map<VertexId, EnumeratorState> states,
            Map<VertexId, List<HeldTask.GivenSplits>> given) {
        for (JobVertex vertex : vertices) {
            if (hasEnumerator(vertex)) {
                List<HeldTask.GivenSplits> splits = given.getOrDefault(vertex.id(), List.of());
                run(vertex.id(), () -> open(vertex, states.get(vertex.id()), splits));
            }
        }
    }

    private void open(JobVertex vertex, EnumeratorState state, List<HeldTask.GivenSplits> given) throws Exception {
        if (enumerators.containsKey(vertex.id())) {
            return; // it goes on with those of its readers that begin again
        }
        Source<?, ?, ?> source = ObjectCodec.deserialize(vertex.source(), classLoader, Source.class);
        SourceEnumerator<?, ?> enumerator = SourceEnumerator.create(
                source,
                new SourceEnumerator.Start(vertex, state, given, step -> run(vertex.id(), step), inStages),
                environment);
        enumerators.put(vertex.id(), enumerator);
        enumerator.start();
    }

    /**
     * Asks all enumerators in one step what they have to go on from.
     *
     * @param checkpointId the checkpoint
     * @return completed on the coordinator thread: after what was delivered before and before what is delivered later; a
     *     failure is that of the checkpoint, not of the enumerator
     */
    CompletableFuture<List<EnumeratorState>> snapshot(long checkpointId) {
        CompletableFuture<List<EnumeratorState>> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                Thread.currentThread().setContextClassLoader(classLoader);
                try {
                    answer.complete(snapshots(checkpointId));
                } catch (Exception e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private List<EnumeratorState> snapshots(long checkpointId) throws Exception {
        List<EnumeratorState> states = new ArrayList<>();
        for (SourceEnumerator<?, ?> enumerator : enumerators.values()) {
            if (enumerator.isEnded()) {
                throw new WeirException(
                        ErrorCode.USER_FUNCTION, "The enumerator of '" + enumerator.name() + "' has failed.");
            }
            states.add(enumerator.snapshot(checkpointId));
        }
        return states;
    }

    /**
     * Ends the enumerators of vertices all of whose readers begin again, so that others can be started in their place. An
     * enumerator some of whose readers go on, or have finished, is not ended: those that begin again are given what they
     * were given.
     *
     * @param readers the readers that begin again; other tasks among them are left out
     * @return complete, on the coordinator thread, when that is done: nothing is delivered before the readers run again
     */
    CompletableFuture<Void> stop(Collection<TaskInstance> readers) {
        Map<VertexId, List<Integer>> byVertex = readers.stream()
                .collect(Collectors.groupingBy(
                        TaskInstance::vertex, Collectors.mapping(TaskInstance::subtask, Collectors.toList())));
        return CompletableFuture.runAsync(
                () -> {
                    Thread.currentThread().setContextClassLoader(classLoader);
                    byVertex.forEach((vertex, subtasks) -> {
                        SourceEnumerator<?, ?> enumerator = enumerators.get(vertex);
                        if (enumerator != null && !enumerator.giveAgain(subtasks)) {
                            end(vertex);
                        }
                    });
                },
                thread);
    }

    private void end(VertexId vertex) {
        SourceEnumerator<?, ?> enumerator = enumerators.remove(vertex);
        if (enumerator == null) {
            return;
        }
        try {
            enumerator.close();
        } catch (Exception e) {
            LOG.warn("The enumerator of {} could not be closed.", enumerator.name(), e);
        }
    }

    /** A reader runs. */
    void readerRuns(ExecutionId reader) {
        runIn(reader.vertex(), enumerator -> enumerator.addReader(reader));
    }

    /** A reader wants a split. */
    void requestSplit(ExecutionId reader, String hostName) {
        runIn(reader.vertex(), enumerator -> enumerator.requestSplit(reader.subtask(), hostName));
    }

    /** Lets an enumerator do something on the coordinator thread, unless it has ended or failed. */
    private void runIn(VertexId vertex, Consumer<SourceEnumerator<?, ?>> step) {
        run(vertex, () -> {
            SourceEnumerator<?, ?> enumerator = enumerators.get(vertex);
            if (enumerator != null && !enumerator.isEnded()) {
                step.accept(enumerator);
            }
        });
    }

    /** Runs a step on the coordinator thread; its failure is that of the vertex, whose enumerator then ends. */
    private void run(VertexId vertex, Step step) {
        try {
            thread.execute(() -> {
                Thread.currentThread().setContextClassLoader(classLoader);
                try {
                    step.run();
                } catch (Throwable e) {
                    SourceEnumerator<?, ?> enumerator = enumerators.get(vertex);
                    if (enumerator != null) {
                        enumerator.end();
                    }
                    environment.onFailure().accept(vertex, e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The enumerators have ended; a late call is dropped.", e);
        }
    }

    /** What is done on the coordinator thread. */
    interface Step {
        void run() throws Exception;
    }

    /** Ends the enumerators and then the thread; does not wait for them. */
    @Override
    public void close() {
        thread.execute(() -> {
            Thread.currentThread().setContextClassLoader(classLoader);
            List.copyOf(enumerators.keySet()).forEach(this::end);
            Thread.currentThread().setContextClassLoader(null);
        });
        thread.shutdown();
    }

    /** Waits for the end of the thread, and interrupts an enumerator that does not end in time. */
    void awaitEnd(Duration time) {
        try {
            if (!thread.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("An enumerator did not end within {} ms and is interrupted.", time.toMillis());
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
