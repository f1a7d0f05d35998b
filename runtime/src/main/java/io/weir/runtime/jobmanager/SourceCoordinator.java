package io.weir.runtime.jobmanager;

import io.weir.connector.Source;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final Consumer<Throwable> onFailure;
    private final Map<VertexId, SourceEnumerator<?, ?>> enumerators = new LinkedHashMap<>();
    private boolean closing; // coordinator thread only

    private SourceCoordinator(ExecutorService thread, ClassLoader classLoader, Consumer<Throwable> onFailure) {
        this.thread = thread;
        this.classLoader = classLoader;
        this.onFailure = onFailure;
    }

    /**
     * What the coordinator needs of its surroundings.
     *
     * @param thread makes the coordinator thread; not called for a job without sources
     * @param io runs what enumerators find slow
     * @param deliveries takes splits; called on the coordinator thread
     * @param onFailure takes the failure of an enumerator; called on the coordinator thread
     */
    record Environment(
            Supplier<ExecutorService> thread, Executor io, Deliveries deliveries, Consumer<Throwable> onFailure) {}

    /** Takes splits to readers. */
    interface Deliveries {
        /** Delivers serialized splits to the reader with a number. */
        void deliver(VertexId vertex, int subtask, List<byte[]> splits, int version, boolean noMore);
    }

    /** Creates the enumerators of a job on a coordinator thread and starts them; returns null for a job without sources. */
    static SourceCoordinator start(JobGraph graph, ClassLoader classLoader, Environment environment) {
        List<JobVertex> sources = graph.vertices().stream()
                .filter(vertex -> vertex.source().length > 0)
                .toList();
        if (sources.isEmpty()) {
            return null;
        }
        SourceCoordinator coordinator =
                new SourceCoordinator(environment.thread().get(), classLoader, environment.onFailure());
        for (JobVertex vertex : sources) {
            coordinator.run(() -> coordinator.open(vertex, environment));
        }
        return coordinator;
    }

    private void open(JobVertex vertex, Environment environment) throws Exception {
        Source<?, ?, ?> source = ObjectCodec.deserialize(vertex.source(), classLoader, Source.class);
        SourceEnumerator<?, ?> enumerator = SourceEnumerator.create(source, vertex, environment, this::run);
        enumerators.put(vertex.id(), enumerator);
        enumerator.start();
    }

    /** A reader runs. */
    void readerRuns(ExecutionId reader) {
        run(() -> {
            SourceEnumerator<?, ?> enumerator = enumerators.get(reader.vertex());
            if (enumerator != null) {
                enumerator.addReader(reader.subtask());
            }
        });
    }

    /** A reader wants a split. */
    void requestSplit(ExecutionId reader, String hostName) {
        run(() -> enumerators.get(reader.vertex()).requestSplit(reader.subtask(), hostName));
    }

    /** Runs a step on the coordinator thread; its failure fails the job. */
    private void run(Step step) {
        try {
            thread.execute(() -> {
                if (closing) {
                    return;
                }
                Thread.currentThread().setContextClassLoader(classLoader);
                try {
                    step.run();
                } catch (Throwable e) {
                    closing = true;
                    onFailure.accept(e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The enumerators have ended; a late call is dropped.", e);
        }
    }

    /** What an enumerator does. */
    interface Step {
        void run() throws Exception;
    }

    /** Ends the enumerators and then the thread; does not wait for them. */
    @Override
    public void close() {
        thread.execute(() -> {
            closing = true;
            for (SourceEnumerator<?, ?> enumerator : enumerators.values()) {
                try {
                    enumerator.close();
                } catch (Exception e) {
                    LOG.warn("The enumerator of {} could not be closed.", enumerator.name(), e);
                }
            }
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
