package io.weir.benchmarks;

import io.weir.benchmarks.Contender.Engine;
import io.weir.benchmarks.RecoveryEvents.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How long it takes from the end of a TaskManager by SIGKILL to the first record of each task after the restore, beside the
 * peer with the same heartbeats. There is always a TaskManager to spare, and tasks start again without a delay.
 *
 * <p>Arguments: {@code MEGABYTES KILLS HEARTBEAT-SECONDS TIMEOUT-SECONDS WEIR-CLASSPATH FLINK-CLASSPATH [JVM-OPTION…]}.
 */
public final class RecoveryBenchmark implements AutoCloseable {
    private static final int TASK_MANAGERS = 3;
    private static final int TASKS = 2;
    private static final long KEYS_PER_MEGABYTE = 1_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LOOK_MILLIS = 20;

    private final Contender contender;
    private final ClusterProcesses cluster;
    private final Path directory;
    private final Process client;

    /** The parts of the time after each kill, and all of it: detection, scheduling, restore, sum. In seconds. */
    private final List<List<Double>> parts =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    private record Noted(Event event, int subtask, long pid, long millis) {
        static Noted of(String line) {
            String[] words = line.split(" ");
            return new Noted(
                    Event.valueOf(words[0]),
                    Integer.parseInt(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]));
        }
    }

    private RecoveryBenchmark(
            Contender contender, Path directory, long keys, List<String> javaOptions, Map<String, String> options)
            throws Exception {
        this.contender = contender;
        this.directory = directory;
        this.cluster = contender.startCluster(javaOptions, TASK_MANAGERS, options);
        this.client = new ProcessBuilder(contender.onCluster(cluster, keys, 1))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("client.log").toFile())
                .start();
    }

    /** Runs it and prints what was measured. */
    public static void main(String[] args) throws Exception {
        List<Contender> contenders = List.of(
                new Contender("weir", Engine.WEIR, args[4], "io.weir.benchmarks.Recovery", directory()),
                new Contender(
                        "flink-1.20.3", Engine.FLINK, args[5], "io.weir.benchmarks.flink.FlinkRecovery", directory()));
        Map<String, String> heartbeats =
                Map.of("heartbeat.interval", args[2] + " s", "heartbeat.timeout", args[3] + " s");
        List<Double> medians = new ArrayList<>();
        for (Contender contender : contenders) {
            Path directory = Path.of(contender.settings().get(0));
            long keys = Long.parseLong(args[0]) * KEYS_PER_MEGABYTE;
            try (RecoveryBenchmark run = new RecoveryBenchmark(
                    contender, directory, keys, List.of(args).subList(6, args.length), heartbeats)) {
                for (int kill = 0; kill < Integer.parseInt(args[1]); kill++) {
                    run.kill(kill % TASKS);
                }
                medians.add(run.report());
            }
        }
        System.out.printf(Locale.ROOT, "weir takes %.2f of the peer's time%n", medians.get(0) / medians.get(1));
    }

    private static List<String> directory() throws IOException {
        return List.of(Files.createTempDirectory("weir-recovery").toString());
    }

    private void kill(int subtask) throws Exception {
        long before = System.currentTimeMillis();
        awaitCheckpointAfter(before);
        long victim = last(Event.FIRST, subtask, Long.MAX_VALUE).pid();
        long begin = System.currentTimeMillis();
        cluster.killTaskManager(victim);
        // Tasks of an attempt that failed at once may have had records, too: those count that had a checkpoint.
        long whole = awaitCheckpointAfter(begin);
        long records = LongStream.range(0, TASKS)
                .map(task -> last(Event.FIRST, (int) task, whole).millis())
                .max()
                .orElseThrow();
        long told = after(begin)
                .filter(noted -> noted.event() == Event.CLOSED || noted.event() == Event.LOADED)
                .mapToLong(Noted::millis)
                .min()
                .orElse(records);
        long loaded = after(begin)
                .filter(noted -> noted.event() == Event.LOADED && noted.millis() <= records)
                .mapToLong(Noted::millis)
                .max()
                .orElse(told);
        add(told - begin, loaded - told, records - loaded, records - begin);
        cluster.startTaskManager();
    }

    private void add(long... millis) {
        StringBuilder line = new StringBuilder(contender.name());
        for (int i = 0; i < millis.length; i++) {
            parts.get(i).add(millis[i] / 1e3);
            line.append(' ').append(millis[i]);
        }
        System.out.println(line.append(" ms"));
    }

    private double report() {
        System.out.printf(
                Locale.ROOT,
                "%-14s medians: detection %.2f s, scheduling %.2f s, restore %.2f s, all %.2f s%n",
                contender.name(),
                Rounds.median(parts.get(0)),
                Rounds.median(parts.get(1)),
                Rounds.median(parts.get(2)),
                Rounds.median(parts.get(3)));
        return Rounds.median(parts.get(3));
    }

    /** Waits until a checkpoint of the whole state was complete in each task after a time; returns when it was in the last. */
    private long awaitCheckpointAfter(long millis) throws Exception {
        long begin = System.nanoTime();
        while (true) {
            long[] times = new long[TASKS];
            for (int task = 0; task < TASKS; task++) {
                int subtask = task;
                times[task] = after(millis)
                        .filter(noted -> noted.event() == Event.CHECKPOINT && noted.subtask() == subtask)
                        .mapToLong(Noted::millis)
                        .min()
                        .orElse(Long.MAX_VALUE);
            }
            long last = LongStream.of(times).max().orElseThrow();
            if (last < Long.MAX_VALUE) {
                return last;
            }
            if (client.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IOException(contender.name() + " comes to no checkpoint:\n"
                        + Files.readString(directory.resolve("client.log")) + cluster.allLogs());
            }
        }
    }

    private Noted last(Event event, int subtask, long before) {
        return noted().filter(noted -> noted.event() == event && noted.subtask() == subtask && noted.millis() <= before)
                .max(Comparator.comparingLong(Noted::millis))
                .orElseThrow();
    }

    private Stream<Noted> after(long millis) {
        return noted().filter(noted -> noted.millis() >= millis);
    }

    private Stream<Noted> noted() {
        try {
            Path events = directory.resolve("events");
            return Files.exists(events) ? Files.readAllLines(events).stream().map(Noted::of) : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.destroyForcibly();
        cluster.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
