package io.weir.benchmarks;

import io.weir.configuration.Configuration;
import io.weir.connector.Source;
import io.weir.connector.SourceSplit;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.execution.JobId;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.OutputSpec;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.task.IdleStrategy;
import io.weir.runtime.task.StreamTask;
import io.weir.runtime.task.SuperstepEnd;
import io.weir.runtime.task.TaskCapture;
import io.weir.runtime.task.TaskEnvironment;
import io.weir.runtime.task.TaskListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Two vertices and the exchange between them, run as tasks without a control plane: instance i of each runs where the
 * caller says. One round of a benchmark uses one.
 *
 * @param <S> the type of the source's splits
 */
final class BenchmarkJob<S extends SourceSplit> implements TaskListener {
    static final int MAX_PARALLELISM = 128;

    private final JobId job = JobId.random();
    private final int parallelism;
    private final int yields;
    private final Source<?, S, ?> source;
    private final SplitEnumerator<S, ?> enumerator;
    private final Map<ExecutionId, StreamTask> tasks = new ConcurrentHashMap<>();

    /**
     * Creates a job.
     *
     * @param parallelism the number of instances of each vertex
     * @param source hands out the splits
     * @param yields how often a task gives the processor to others before it parks
     */
    BenchmarkJob(int parallelism, Source<?, S, ?> source, int yields) throws Exception {
        this.parallelism = parallelism;
        this.yields = yields;
        this.source = source;
        this.enumerator = source.createEnumerator(new Context());
        enumerator.start();
    }

    /**
     * Runs to the end.
     *
     * @param producer the chain that begins with the source
     * @param consumer the chain that reads it
     * @param places where instance i of each runs
     * @param environment the environment of a place, given its listener
     * @return how long it took, in seconds
     */
    double run(
            ChainSpec producer,
            ChainSpec consumer,
            List<TaskManagerLocation> places,
            Function<TaskManagerLocation, TaskEnvironment> environment)
            throws Exception {
        List<FutureTask<Void>> runs = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            TaskEnvironment place = environment.apply(places.get(i));
            OutputSpec output = new OutputSpec(new PartitionId(execution("source", i), 0), places);
            runs.add(prepare(spec("source", i, producer, List.of(), List.of(output)), place));
            List<InputSpec.ChannelSource> channels = new ArrayList<>();
            for (int from = 0; from < parallelism; from++) {
                channels.add(new InputSpec.ChannelSource(
                        new PartitionId(execution("source", from), 0), i, places.get(from)));
            }
            runs.add(prepare(spec("sink", i, consumer, List.of(new InputSpec(channels)), List.of()), place));
        }
        long begin = System.nanoTime();
        int number = 0;
        for (FutureTask<Void> run : runs) {
            new Thread(run, "task-" + number++).start();
        }
        for (FutureTask<Void> run : runs) {
            try {
                run.get();
            } catch (ExecutionException e) {
                tasks.values().forEach(StreamTask::cancel);
                throw e;
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private FutureTask<Void> prepare(TaskSpec spec, TaskEnvironment environment) {
        StreamTask task = new StreamTask(spec, environment, IdleStrategy.yielding(yields));
        tasks.put(spec.execution(), task);
        return new FutureTask<>(() -> {
            task.run();
            return null;
        });
    }

    private ExecutionId execution(String vertex, int subtask) {
        return new ExecutionId(job, new VertexId(vertex), subtask, 0);
    }

    private TaskSpec spec(
            String vertex, int subtask, ChainSpec chain, List<InputSpec> inputs, List<OutputSpec> outputs) {
        return new TaskSpec(
                execution(vertex, subtask),
                "benchmark",
                vertex,
                parallelism,
                MAX_PARALLELISM,
                new AllocationId("benchmark"),
                ObjectCodec.serialize(chain),
                inputs,
                outputs,
                new Configuration(),
                List.of(),
                TaskRestore.NONE,
                null,
                TaskSpec.AS_PLANNED);
    }

    @Override
    public java.io.File cachedFile(String name) {
        throw new UnsupportedOperationException("There are no files here.");
    }

    @Override
    public synchronized void requestSplit(ExecutionId execution, String hostName) {
        enumerator.handleSplitRequest(execution.subtask(), hostName);
    }

    @Override
    public void superstepEnded(ExecutionId execution, SuperstepEnd end) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledgeCheckpoint(ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture) {
        capture.close();
    }

    @Override
    public void declineCheckpoint(ExecutionId execution, long checkpointId, Throwable cause) {
        throw new IllegalStateException("This job takes no checkpoints", cause);
    }

    @Override
    public CompletableFuture<Long> alignWatermark(ExecutionId execution, String group, long watermark) {
        return CompletableFuture.completedFuture(watermark);
    }

    @Override
    public CompletableFuture<Void> sendResults(ExecutionId execution, String resultId, byte[] batch) {
        return CompletableFuture.completedFuture(null);
    }

    private void deliver(int subtask, List<byte[]> splits, boolean noMore) {
        int version = source.getSplitSerializer().getVersion();
        tasks.get(execution("source", subtask)).deliverSplits(splits, version, noMore);
    }

    /** How the enumerator reaches the tasks. */
    private final class Context implements SplitEnumeratorContext<S> {
        @Override
        public int currentParallelism() {
            return parallelism;
        }

        @Override
        public void assignSplit(S split, int subtaskId) {
            try {
                deliver(subtaskId, List.of(source.getSplitSerializer().serialize(split)), false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void signalNoMoreSplits(int subtaskId) {
            deliver(subtaskId, List.of(), true);
        }

        @Override
        public <R> void callAsync(Callable<R> callable, BiConsumer<R, Throwable> handler) {
            throw new UnsupportedOperationException("no source of the benchmarks needs it");
        }
    }
}
