package io.weir.benchmarks;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.StateBackendType;
import io.weir.configuration.TaskManagerOptions;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.datastream.KeyedStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.KeyedStateBootstrapFunction;
import io.weir.functions.OpenContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes the state of a stream from historic records, as a data set and by replaying them as a stream, and goes on with the
 * stream's own records; says how long each takes. Both end with the same state, which is compared.
 */
public final class BootstrapBenchmark {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Of how many records the stream itself has one. */
    private static final long LIVE = 100;

    private static final ValueStateDescriptor<Long> TOTAL = new ValueStateDescriptor<>("total", Types.LONG);

    /** What all keys have come to, over all instances; read when the job has ended. */
    private static final LongAdder CHECKSUM = new LongAdder();

    private BootstrapBenchmark() {}

    /**
     * Runs it.
     *
     * @param args the number of historic records, of keys, and of rounds, and the state backend
     * @throws Exception if a job fails, or the states differ
     */
    public static void main(String[] args) throws Exception {
        long records = Long.parseLong(args[0]);
        long keys = Long.parseLong(args[1]);
        int rounds = Integer.parseInt(args[2]);
        StateBackendType backend = StateBackendType.valueOf(args[3].toUpperCase(Locale.ROOT));
        List<Took> bootstrapped = new ArrayList<>();
        List<Took> replayed = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            CHECKSUM.reset();
            bootstrapped.add(run(records, keys, backend, true));
            long first = CHECKSUM.sumThenReset();
            replayed.add(run(records, keys, backend, false));
            if (first != CHECKSUM.sum()) {
                throw new IllegalStateException("The states differ: " + first + " and " + CHECKSUM.sum());
            }
            System.out.println("round " + round + ": " + compare(bootstrapped.get(round), replayed.get(round)));
        }
        System.out.println("median: " + compare(median(bootstrapped), median(replayed)));
    }

    private static Took median(List<Took> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Took::seconds))
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static String compare(Took bootstrapped, Took replayed) {
        return String.format(
                Locale.ROOT,
                "bootstrapped %.2f s (processors %.2f s), replayed %.2f s (%.2f s), %.2f times as fast",
                bootstrapped.seconds,
                bootstrapped.processorSeconds,
                replayed.seconds,
                replayed.processorSeconds,
                replayed.seconds / bootstrapped.seconds);
    }

    /** How long a job took, and how long processors worked for it. */
    private record Took(double seconds, double processorSeconds) {}

    private static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** One change of one key. */
    public record Change(long key, long amount) {
        static Change of(long number, long keys) {
            return new Change((number * MIX >>> 24) % keys, number);
        }

        Change plus(Change other) {
            return new Change(key, amount + other.amount);
        }
    }

    private static Took run(long records, long keys, StateBackendType backend, boolean asBatch) throws Exception {
        Path checkpoints = Files.createTempDirectory("bootstrap");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(
                        2, new Configuration().set(TaskManagerOptions.MANAGED_SIZE, MemorySize.ofMebiBytes(1024)))
                .enableCheckpointing(1_000)
                .setStateBackend(backend);
        env.getConfiguration()
                .set(CheckpointingOptions.DIRECTORY, checkpoints.toUri().toString());
        long processor = processorNanos();
        long begin = System.nanoTime();
        if (asBatch) {
            DataSet<Change> history = ExecutionEnvironment.within(env.getProgram())
                    .fromSequence(1, records)
                    .map(number -> Change.of(number, keys))
                    .groupBy(Change::key)
                    .reduce(Change::plus);
            changes(env, records + 1, records + records / LIVE, keys)
                    .bootstrap(history, Change::key, new Remember())
                    .process(new Add())
                    .addSink((value, context) -> {});
        } else {
            changes(env, 1, records + records / LIVE, keys).process(new Add()).addSink((value, context) -> {});
        }
        env.execute(asBatch ? "bootstrapped" : "replayed");
        Took took = new Took((System.nanoTime() - begin) / 1e9, (processorNanos() - processor) / 1e9);
        delete(checkpoints);
        return took;
    }

    private static KeyedStream<Change, Long> changes(StreamExecutionEnvironment env, long from, long to, long keys) {
        return env.fromSequence(from, to)
                .map(number -> Change.of(number, keys))
                .returns(Change.class)
                .keyBy(Change::key);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Begins with what was before. */
    private static final class Remember extends KeyedStateBootstrapFunction<Long, Change> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> total;

        @Override
        public void open(OpenContext openContext) {
            total = getRuntimeContext().getState(TOTAL);
        }

        @Override
        public void processElement(Change value, Context context) {
            total.update(value.amount());
            CHECKSUM.add(value.amount() * (value.key() | 1));
        }
    }

    /** Goes on. */
    private static final class Add extends KeyedProcessFunction<Long, Change, Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> total;
        private long checksum;

        @Override
        public void open(OpenContext openContext) {
            total = getRuntimeContext().getState(TOTAL);
        }

        @Override
        public void processElement(Change value, Context context, Collector<Long> out) {
            Long before = total.value();
            long now = (before == null ? 0 : before) + value.amount();
            total.update(now);
            checksum += value.amount() * (value.key() | 1);
            out.collect(now);
        }

        @Override
        public void close() {
            CHECKSUM.add(checksum);
            checksum = 0;
        }
    }
}
