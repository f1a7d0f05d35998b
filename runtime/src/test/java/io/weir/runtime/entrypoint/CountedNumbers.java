package io.weir.runtime.entrypoint;

import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.functions.RichSinkFunction;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A job that counts, for each of many keys, how often it has seen each of its numbers: in the end, once. */
final class CountedNumbers {
    static final int KEYS = 1_000;
    static final int NUMBERS_PER_KEY = 200;
    private static final int WIDTH = 100;
    private static final int NUMBERS_PER_FILE = 50;

    private CountedNumbers() {}

    /** A number that takes its room in buffers. */
    record Wide(long number, byte[] room) {
        Wide(long number) {
            this(number, new byte[WIDTH]);
        }

        Long key() {
            return number % KEYS;
        }
    }

    /** Submits the job, whose lines go to files in a directory; those that count are the slow ones, so that others wait. */
    static JobClient submit(StreamExecutionEnvironment env, Path output) throws IOException {
        env.fromSequence(0, (long) KEYS * NUMBERS_PER_KEY - 1)
                .map(Wide::new)
                .returns(Wide.class)
                .keyBy(Wide::key)
                .map(wide -> slowly(wide.number()))
                .keyBy(number -> number % KEYS)
                .process(new Seen())
                .addSink(new Lines(output));
        return env.executeAsync("counted numbers");
    }

    /** Submits the job, which goes on slowly, for minutes, until it is told otherwise by {@link SlowUntil} in a directory. */
    static JobClient submitSlow(StreamExecutionEnvironment env, Path directory) throws IOException {
        add(env, directory);
        return env.executeAsync("counted numbers");
    }

    /** Submits such a job, which reads its numbers from many files: each is a split that is given to whoever asks. */
    static JobClient submitReading(StreamExecutionEnvironment env, Path directory) throws IOException {
        Path input = Files.createDirectories(directory.resolve("input"));
        for (long first = 0; first < (long) KEYS * NUMBERS_PER_KEY; first += NUMBERS_PER_FILE) {
            Files.write(
                    input.resolve("numbers-" + first),
                    LongStream.range(first, first + NUMBERS_PER_FILE)
                            .mapToObj(String::valueOf)
                            .toList());
        }
        add(env.readTextFile(input.toString()).map(Long::valueOf), directory);
        return env.executeAsync("counted numbers");
    }

    /** Adds such a pipeline to a program. */
    static void add(StreamExecutionEnvironment env, Path directory) throws IOException {
        add(env.fromSequence(0, (long) KEYS * NUMBERS_PER_KEY - 1), directory);
    }

    private static void add(DataStream<Long> source, Path directory) throws IOException {
        DataStream<Long> numbers = source.map(new SlowUntil(directory));
        numbers.sinkTo(FileSink.forRowFormat(committed(directory).toString(), new SimpleStringEncoder<Long>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .build());
        numbers.keyBy(number -> number % KEYS)
                .process(new Seen())
                .addSink(new Lines(Files.createDirectories(output(directory))));
    }

    static Path output(Path directory) {
        return directory.resolve("output");
    }

    private static Path committed(Path directory) {
        return directory.resolve("committed");
    }

    /** Returns the numbers that were published by a sink that commits, as often as they were, in ascending order. */
    static List<Long> committedNumbers(Path directory) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(committed(directory), "part-*")) {
            for (Path file : files) {
                Files.readAllLines(file).forEach(line -> numbers.add(Long.valueOf(line)));
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** Returns each number once, in ascending order. */
    static List<Long> expectedNumbers() {
        return LongStream.range(0, (long) KEYS * NUMBERS_PER_KEY).boxed().toList();
    }

    /** Returns the attempts that have written lines: each makes a file for each of its sinks. */
    static List<String> attempts(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(output(directory))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(name.indexOf('-') + 1))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /**
     * Lets numbers pass slowly until there is a file "hurry" in a directory. As long as there is a file "hold", its first
     * instance keeps checkpoints waiting, and says so with a file "holds". Its first attempt fails when there is a file
     * "fail".
     */
    private static final class SlowUntil extends RichMapFunction<Long, Long> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;
        private static final int LOOK = 100;

        private final String directory;
        private transient int count;
        private transient boolean hurries;

        SlowUntil(Path directory) {
            this.directory = directory.toString();
        }

        private boolean isThere(String file) {
            return Files.exists(Path.of(directory, file));
        }

        @Override
        public Long map(Long number) {
            if (count++ % LOOK == 0 && !hurries) {
                hurries = isThere("hurry");
                if (getRuntimeContext().getTaskInfo().getAttemptNumber() == 0 && isThere("fail")) {
                    throw new IllegalStateException("fails once");
                }
            }
            if (!hurries) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
            return number;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws IOException {
            boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
            if (first && isThere("hold")) {
                Files.write(Path.of(directory, "holds"), List.of());
                while (isThere("hold")) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            }
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // It keeps nothing.
        }
    }

    /** Lets numbers pass at a pace at which a job takes seconds. */
    private static long slowly(long number) {
        if (number % 20 == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return number;
    }

    /** Counts for each key how often it has seen each of its numbers; tells at the end of event time. */
    private static final class Seen extends KeyedProcessFunction<Long, Long, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<byte[]> counts;

        @Override
        public void open(OpenContext context) {
            counts = getRuntimeContext().getState(new ValueStateDescriptor<>("counts", byte[].class));
        }

        @Override
        public void processElement(Long number, Context context, Collector<String> out) throws Exception {
            byte[] known = counts.value();
            byte[] next = known == null ? new byte[NUMBERS_PER_KEY] : known.clone();
            next[(int) (number / KEYS)]++;
            counts.update(next);
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            int once = 0;
            for (byte count : counts.value()) {
                once += count == 1 ? 1 : 0;
            }
            out.collect(context.getCurrentKey() + " has seen " + once + " numbers once");
        }
    }

    /** Writes lines to a file of each attempt. */
    private static final class Lines extends RichSinkFunction<String> {
        private static final long serialVersionUID = 1L;

        private final String directory;
        private transient PrintWriter file;

        Lines(Path directory) {
            this.directory = directory.toString();
        }

        @Override
        public void open(OpenContext context) throws IOException {
            String name = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() + "-"
                    + getRuntimeContext().getTaskInfo().getAttemptNumber();
            file = new PrintWriter(Files.newBufferedWriter(Path.of(directory, name), StandardCharsets.UTF_8));
        }

        @Override
        public void invoke(String value, Context context) {
            file.println(value);
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /** All that was written; the last lines may come twice, for a kill may come after them. */
    static Set<String> lines(Path output) throws IOException {
        return new TreeSet<>(allLines(output));
    }

    /** All that was written, as often as it was. */
    static List<String> allLines(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    static Set<String> expected() {
        Set<String> lines = new TreeSet<>();
        for (long key = 0; key < KEYS; key++) {
            lines.add(key + " has seen " + NUMBERS_PER_KEY + " numbers once");
        }
        return lines;
    }
}
