package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.files.LocalStateFiles;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryManager;
import io.weir.runtime.network.BufferPool;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.network.InMemoryExchange;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.LoopSlots;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.OutputSpec;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.state.HeapStateBackend;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Runs vertices as tasks on one or several TaskManagers in memory, without a control plane. Instance i of each vertex
 * runs on TaskManager i modulo their number. The test's thread owns it.
 */
public final class TestJob implements AutoCloseable {
    public static final int MAX_PARALLELISM = 128;
    private static final long BOUND_SECONDS = 60;

    /** A vertex, and its inputs. */
    private record Vertex(String name, int parallelism, ChainSpec chain, List<Edge> inputs, List<Edge> outputs) {}

    /** An exchange: output number {@code output} of a vertex, as an input of another. */
    private record Edge(String from, int output, String to, boolean pointwise) {}

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final InMemoryExchange network;
    private final List<TaskManagerLocation> places = new ArrayList<>();
    private final List<BufferPool> pools = new ArrayList<>();
    private final List<PartitionRegistry> registries = new ArrayList<>();
    private final ExchangeSettings settings;
    private final JobId job = JobId.random();
    private final Map<String, Vertex> vertices = new LinkedHashMap<>();
    private final Map<ExecutionId, StreamTask> tasks = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final RecordingListener listener = new RecordingListener(this);
    private Configuration configuration = new Configuration();
    private Function<ExecutionId, TaskRestore> restore = execution -> TaskRestore.NONE;

    public TestJob(int taskManagers) {
        this(taskManagers, new ExchangeSettings(32 << 10, 1 << 20, 256 << 20));
    }

    public TestJob(int taskManagers, ExchangeSettings settings) {
        this.settings = settings;
        this.network = new InMemoryExchange(settings.channelWindow());
        for (int i = 0; i < taskManagers; i++) {
            TaskManagerId id = new TaskManagerId("tm-" + i);
            BufferPool pool = new BufferPool(settings.frameSize() + (2 << 10), 64);
            PartitionRegistry registry = new PartitionRegistry(pool, timer, Duration.ofSeconds(BOUND_SECONDS));
            network.add(id, registry);
            places.add(new TaskManagerLocation(id, "localhost", 0));
            pools.add(pool);
            registries.add(registry);
        }
    }

    public TestJob configuration(Configuration options) {
        configuration = options;
        return this;
    }

    /** Says what tasks start from. */
    public TestJob restore(Function<ExecutionId, TaskRestore> restored) {
        restore = restored;
        return this;
    }

    public TestJob vertex(String name, int parallelism, ChainSpec chain) {
        vertices.put(name, new Vertex(name, parallelism, chain, new ArrayList<>(), new ArrayList<>()));
        return this;
    }

    /** Connects each instance with each other. */
    public TestJob connect(String from, int output, String to) {
        return connect(new Edge(from, output, to, false));
    }

    /** Connects each instance with its share of the others; with that of the same number where there are as many. */
    public TestJob connectPointwise(String from, int output, String to) {
        return connect(new Edge(from, output, to, true));
    }

    private TestJob connect(Edge edge) {
        vertices.get(edge.from()).outputs().add(edge);
        vertices.get(edge.to()).inputs().add(edge);
        return this;
    }

    /** Starts all tasks. */
    public TestJob start() {
        for (Vertex vertex : vertices.values()) {
            for (int i = 0; i < vertex.parallelism(); i++) {
                TaskSpec spec = spec(vertex, i);
                tasks.put(spec.execution(), new StreamTask(spec, environment(i)));
            }
        }
        tasks.forEach((execution, task) -> {
            Thread thread = new Thread(() -> run(task), execution.vertex() + "-" + execution.subtask());
            threads.add(thread);
            thread.start();
        });
        return this;
    }

    /** Runs to the end; a failure of a task cancels the others and is thrown. */
    public void run() throws Throwable {
        start();
        awaitEnd();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Returns the first failure of a task, or null. */
    public Throwable failure() {
        return failure.get();
    }

    /** Returns whether all tasks have ended. */
    public boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    public void awaitEnd() {
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
            if (thread.isAlive()) {
                AssertionError stuck = new AssertionError(thread.getName() + " does not end");
                stuck.setStackTrace(thread.getStackTrace());
                throw stuck;
            }
        }
    }

    /** Cancels all tasks. */
    public void cancel() {
        tasks.values().forEach(StreamTask::cancel);
    }

    public void breakConnections() {
        network.breakAll();
    }

    public StreamTask task(String vertex, int subtask) {
        return tasks.get(execution(vertex, subtask));
    }

    StreamTask task(ExecutionId execution) {
        return tasks.get(execution);
    }

    public RecordingListener listener() {
        return listener;
    }

    /** Waits for a condition, with a bound. */
    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.yield();
        }
    }

    /** Ends what still runs, and asserts that nothing is left of the job: no thread, no partition, no array. */
    @Override
    public void close() {
        cancel();
        awaitEnd();
        registries.forEach(registry -> registry.releaseJob(job));
        network.close();
        for (int i = 0; i < pools.size(); i++) {
            assertThat(registries.get(i).size()).as("partitions left").isZero();
            assertThat(pools.get(i).outstanding()).as("arrays left").isZero();
            registries.get(i).close();
        }
        timer.shutdownNow();
    }

    private void run(StreamTask task) {
        try {
            task.run();
        } catch (Throwable e) {
            if (failure.compareAndSet(null, e)) {
                cancel();
            }
        }
    }

    private TaskEnvironment environment(int instance) {
        int place = instance % places.size();
        return new TaskEnvironment(
                registries.get(place),
                network.client(registries.get(place)),
                settings,
                TestJob.class.getClassLoader(),
                listener,
                places.get(place).id(),
                "localhost",
                Clock.systemUTC(),
                timer,
                new HeapStateBackend(),
                LocalStateFiles.none(),
                new ManagedMemory(MemoryManager.onHeap(1 << 20), 32, Path.of("target")),
                new LoopSlots(),
                (checkpointId, stage) -> {});
    }

    private TaskSpec spec(Vertex vertex, int instance) {
        List<InputSpec> inputs = vertex.inputs().stream()
                .map(edge -> new InputSpec(channels(edge, instance)))
                .toList();
        List<OutputSpec> outputs = vertex.outputs().stream()
                .sorted((a, b) -> a.output() - b.output())
                .map(edge -> new OutputSpec(
                        new PartitionId(execution(vertex.name(), instance), edge.output()),
                        targets(edge, instance).stream().map(this::place).toList()))
                .toList();
        return new TaskSpec(
                execution(vertex.name(), instance),
                "test",
                vertex.name(),
                vertex.parallelism(),
                MAX_PARALLELISM,
                new AllocationId("slot"),
                ObjectCodec.serialize(vertex.chain()),
                inputs,
                outputs,
                configuration,
                List.of(),
                restore.apply(execution(vertex.name(), instance)),
                null,
                TaskSpec.AS_PLANNED);
    }

    private List<InputSpec.ChannelSource> channels(Edge edge, int instance) {
        List<InputSpec.ChannelSource> channels = new ArrayList<>();
        for (int from = 0; from < vertices.get(edge.from()).parallelism(); from++) {
            int part = targets(edge, from).indexOf(instance);
            if (part >= 0) {
                PartitionId partition = new PartitionId(execution(edge.from(), from), edge.output());
                channels.add(new InputSpec.ChannelSource(partition, part, place(from)));
            }
        }
        return channels;
    }

    /** The instances that an instance of the producer sends to. */
    private List<Integer> targets(Edge edge, int from) {
        int p = vertices.get(edge.from()).parallelism();
        int q = vertices.get(edge.to()).parallelism();
        List<Integer> targets = new ArrayList<>();
        for (int to = 0; to < q; to++) {
            boolean connected = !edge.pointwise()
                    || (p <= q
                            ? from * q / p <= to && to < (from + 1) * q / p
                            : to * p / q <= from && from < (to + 1) * p / q);
            if (connected) {
                targets.add(to);
            }
        }
        return targets;
    }

    private TaskManagerLocation place(int instance) {
        return places.get(instance % places.size());
    }

    private ExecutionId execution(String vertex, int subtask) {
        return new ExecutionId(job, new VertexId(vertex), subtask, 0);
    }

    /** A task's part of a checkpoint. */
    private record CheckpointOf(String vertex, int subtask, long checkpointId) {}

    /** What tasks ask the JobManager for. Safe for any thread. */
    public static final class RecordingListener implements TaskListener {
        private final TestJob job;
        private final List<byte[]> results = new ArrayList<>();
        private CompletableFuture<Void> nextResult = CompletableFuture.completedFuture(null);
        private final List<Long> aligned = new ArrayList<>();
        private long mostBehind = Long.MAX_VALUE;
        private final Map<CheckpointOf, TaskCapture> captures = new HashMap<>();
        private final Map<CheckpointOf, Throwable> declined = new HashMap<>();
        private SplitAnswer splits = (task, subtask) -> task.deliverSplits(List.of(), 0, true);

        /** What answers a request for a split. */
        @FunctionalInterface
        public interface SplitAnswer {
            void answer(StreamTask task, int subtask);
        }

        RecordingListener(TestJob job) {
            this.job = job;
        }

        public synchronized void answerSplits(SplitAnswer answer) {
            splits = answer;
        }

        /** Says when the next batches are acknowledged. */
        public synchronized void acknowledge(CompletableFuture<Void> future) {
            nextResult = future;
        }

        public synchronized List<byte[]> results() {
            return List.copyOf(results);
        }

        @Override
        public java.io.File cachedFile(String name) {
            throw new UnsupportedOperationException("There are no files here.");
        }

        @Override
        public synchronized void requestSplit(ExecutionId execution, String hostName) {
            splits.answer(job.task(execution), execution.subtask());
        }

        @Override
        public void superstepEnded(ExecutionId execution, SuperstepEnd end) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized void acknowledgeCheckpoint(
                ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture) {
            captures.put(new CheckpointOf(execution.vertex().value(), execution.subtask(), trigger.id()), capture);
        }

        @Override
        public synchronized void declineCheckpoint(ExecutionId execution, long checkpointId, Throwable cause) {
            declined.put(new CheckpointOf(execution.vertex().value(), execution.subtask(), checkpointId), cause);
        }

        /** Returns what a task captured, or null. */
        public synchronized TaskCapture capture(String vertex, int subtask, long checkpointId) {
            return captures.get(new CheckpointOf(vertex, subtask, checkpointId));
        }

        /** Returns why a task did not take part in a checkpoint, or null. */
        public synchronized Throwable declined(String vertex, int subtask, long checkpointId) {
            return declined.get(new CheckpointOf(vertex, subtask, checkpointId));
        }

        @Override
        public synchronized CompletableFuture<Long> alignWatermark(
                ExecutionId execution, String group, long watermark) {
            aligned.add(watermark);
            return CompletableFuture.completedFuture(mostBehind);
        }

        /** Says how far the source has come that is most behind. */
        public synchronized void mostBehind(long watermark) {
            mostBehind = watermark;
        }

        /** Returns how far sources said they have come. */
        public synchronized List<Long> aligned() {
            return List.copyOf(aligned);
        }

        @Override
        public synchronized CompletableFuture<Void> sendResults(ExecutionId execution, String resultId, byte[] batch) {
            results.add(batch);
            return nextResult;
        }
    }
}
