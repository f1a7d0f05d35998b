package io.weir.runtime.task;

import io.weir.functions.TaskInfo;
import io.weir.plan.Partitioning;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.HeadOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.types.TypeInformation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Sources, sinks and chains of tests. */
public final class TestOperators {
    private static final Map<String, Sink> SINKS = new ConcurrentHashMap<>();

    private TestOperators() {}

    /** What a source emits: record number {@code index} of an instance. */
    @FunctionalInterface
    public interface Generator<T> extends Serializable {
        T generate(int subtask, long index);
    }

    /** The timestamp of record number {@code index}. */
    @FunctionalInterface
    public interface Timestamps extends Serializable {
        long timestamp(long index);
    }

    /** Emits a number of records per instance, a few in each step. */
    public record Generate<T>(long count, Generator<T> generator, Timestamps timestamps)
            implements OperatorSpec<Void, T> {
        public Generate(long count, Generator<T> generator) {
            this(count, generator, index -> Output.NO_TIMESTAMP);
        }

        @Override
        public Operator<Void, T> create(OperatorContext context, Output<T> output) {
            TaskInfo task = context.runtimeContext().getTaskInfo();
            OutputRoom room = context.outputRoom();
            return new HeadOperator<>(output) {
                private long next;

                @Override
                public boolean step() throws Exception {
                    long end = Math.min(count, next + 100);
                    while (next < end && !room.isStepOver()) {
                        long index = next++;
                        output.collect(
                                generator.generate(task.indexOfThisSubtask(), index), timestamps.timestamp(index));
                    }
                    return true;
                }

                @Override
                public long emitted() {
                    return next;
                }

                @Override
                public boolean hasWork() {
                    return true;
                }

                @Override
                public boolean isFinished() {
                    return next == count;
                }
            };
        }
    }

    /** What a sink saw. */
    public record Seen<T>(int subtask, T value, long timestamp) {}

    /** Keeps what comes, by instance; it can be told to wait. */
    public static final class Sink {
        private final Map<Integer, List<Seen<?>>> seen = new ConcurrentHashMap<>();
        private final Map<Integer, List<Long>> watermarks = new ConcurrentHashMap<>();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private final String id = UUID.randomUUID().toString();

        public Sink() {
            SINKS.put(id, this);
        }

        /** Lets no record through until {@link #open}. */
        public Sink shut() {
            gate = new CountDownLatch(1);
            return this;
        }

        public void open() {
            gate.countDown();
        }

        @SuppressWarnings("unchecked") // the test knows what it sent
        public <T> List<Seen<T>> seen(int subtask) {
            return (List<Seen<T>>) (List<?>) List.copyOf(seen.getOrDefault(subtask, List.of()));
        }

        public <T> List<T> values(int subtask) {
            return this.<T>seen(subtask).stream().map(Seen::value).toList();
        }

        public List<Long> watermarks(int subtask) {
            return List.copyOf(watermarks.getOrDefault(subtask, List.of()));
        }

        public int count() {
            return seen.values().stream().mapToInt(List::size).sum();
        }

        public <T> OperatorSpec<T, Void> spec() {
            return new Collect<>(id);
        }
    }

    private record Collect<T>(String id) implements OperatorSpec<T, Void> {
        @Override
        public Operator<T, Void> create(OperatorContext context, Output<Void> output) {
            int subtask = context.runtimeContext().getTaskInfo().indexOfThisSubtask();
            Sink sink = SINKS.get(id);
            List<Seen<?>> seen = new ArrayList<>();
            return new Operator<T, Void>(output) {
                @Override
                public void open() {
                    sink.seen.put(subtask, seen);
                }

                @Override
                public void collect(T value, long timestamp) throws InterruptedException {
                    sink.gate.await();
                    seen.add(new Seen<>(subtask, value, timestamp));
                }

                @Override
                public void watermark(long timestamp) {
                    sink.watermarks
                            .computeIfAbsent(subtask, key -> new ArrayList<>())
                            .add(timestamp);
                }
            };
        }
    }

    /** A chain of operators one after the other that ends in exchanges. */
    public static ChainSpec chain(
            List<TypeInformation<?>> inputs,
            List<OperatorSpec<?, ?>> operators,
            TypeInformation<?> type,
            ChainSpec.Exchange... exchanges) {
        List<ChainSpec.Node> nodes = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            boolean last = i == operators.size() - 1;
            List<Integer> numbers = new ArrayList<>();
            for (int e = 0; last && e < exchanges.length; e++) {
                numbers.add(e);
            }
            String name = operators.get(i).getClass().getSimpleName() + i;
            nodes.add(
                    new ChainSpec.Node(name, name, operators.get(i), type, last ? List.of() : List.of(i + 1), numbers));
        }
        return new ChainSpec(
                nodes,
                inputs.stream().map(input -> new ChainSpec.Input(input, 0)).toList(),
                List.of(exchanges));
    }

    public static ChainSpec.Exchange exchange(Partitioning<?> partitioning, TypeInformation<?> type) {
        return exchange(partitioning, type, 100);
    }

    public static ChainSpec.Exchange exchange(Partitioning<?> partitioning, TypeInformation<?> type, long timeout) {
        return new ChainSpec.Exchange(partitioning, type, TestJob.MAX_PARALLELISM, timeout);
    }
}
