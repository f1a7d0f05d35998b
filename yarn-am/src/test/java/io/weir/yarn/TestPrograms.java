package io.weir.yarn;

import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.functions.SinkFunction;
import io.weir.functions.SourceFunction;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.util.CloseableIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What the tests run on YARN. Its classes travel in a jar. */
final class TestPrograms {
    private TestPrograms() {}

    /** Squares ten numbers on two instances and returns them in order. */
    static List<Long> squares(StreamExecutionEnvironment env) throws Exception {
        List<Long> found = new ArrayList<>();
        try (CloseableIterator<Long> results = env.fromSequence(1, 10)
                .setParallelism(2)
                .map(value -> value * value)
                .executeAndCollect("squares")) {
            results.forEachRemaining(found::add);
        }
        found.sort(null);
        return found;
    }

    /** Returns what is in a file that functions know by the name "greeting". */
    static List<String> greeting(StreamExecutionEnvironment env) throws Exception {
        List<String> found = new ArrayList<>();
        try (CloseableIterator<String> results =
                env.fromSequence(1, 1).map(new ReadGreeting()).executeAndCollect("greeting")) {
            results.forEachRemaining(found::add);
        }
        return found;
    }

    /** Reads it. */
    private static final class ReadGreeting extends RichMapFunction<Long, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String map(Long number) throws IOException {
            return Files.readString(getRuntimeContext()
                    .getDistributedCache()
                    .getFile("greeting")
                    .toPath());
        }
    }

    /** Fails on the third number. */
    static void fail(StreamExecutionEnvironment env) {
        env.fromSequence(1, 10).map(TestPrograms::failOnThree).addSink(new NoSink());
        env.execute("failing");
    }

    /**
     * Counts numbers by their last digit and writes each count to files, once. Counting takes its time, and the source
     * waits, until there is a file "hurry" in a directory; each instance that has started leaves a file "start..." there.
     */
    static JobClient count(StreamExecutionEnvironment env, long numbers, Path directory) throws Exception {
        String output = directory.resolve("output").toUri().toString();
        env.fromSequence(0, numbers - 1)
                .keyBy(number -> number % 10)
                .process(new SlowCount(directory.toString()))
                .map(Count::toString)
                .sinkTo(FileSink.forRowFormat(output, new SimpleStringEncoder<String>())
                        .withBucketAssigner(new BasePathBucketAssigner<>())
                        .build());
        return env.executeAsync("count");
    }

    /** A digit and how often it has come. */
    record Count(long digit, long count) {}

    /** Counts numbers of a digit, about 500 in a second until there is a certain file. */
    private static final class SlowCount extends KeyedProcessFunction<Long, Long, Count> {
        private static final long serialVersionUID = 1L;

        private final String directory;
        private transient boolean hurries;
        private transient ValueState<Long> count;

        SlowCount(String directory) {
            this.directory = directory;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
            Files.createTempFile(Path.of(directory), "start", "");
        }

        @Override
        public void processElement(Long number, Context context, Collector<Count> out) throws Exception {
            if (!hurries) {
                LockSupport.parkNanos(2_000_000);
                hurries = Files.exists(Path.of(directory, "hurry"));
            }
            Long before = count.value();
            long now = before == null ? 1 : before + 1;
            count.update(now);
            out.collect(new Count(context.getCurrentKey(), now));
        }
    }

    /** Returns the lines that {@link #count} writes, sorted. */
    static List<String> counts(long numbers) {
        List<String> lines = new ArrayList<>();
        for (long number = 0; number < numbers; number++) {
            lines.add(new Count(number % 10, number / 10 + 1).toString());
        }
        lines.sort(null);
        return lines;
    }

    /** Returns the lines that {@link #count} has written, sorted. */
    static List<String> written(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        lines.sort(null);
        return lines;
    }

    private static long failOnThree(long value) {
        if (value == 3) {
            throw new IllegalStateException("three is too much");
        }
        return value;
    }

    /** Runs until it is canceled. */
    static final class Endless implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;

        private volatile boolean running = true; // written by the one who cancels, read by the source

        @Override
        public void run(SourceContext<Long> context) {
            long value = 0;
            while (running) {
                context.collect(value++);
            }
        }

        @Override
        public void cancel() {
            running = false;
        }
    }

    /** Takes everything. */
    static final class NoSink implements SinkFunction<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void invoke(Long value, Context context) {}
    }
}
