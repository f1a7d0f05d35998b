package io.weir.runtime.entrypoint;

import io.weir.connector.file.BasePathBucketAssigner;
import io.weir.connector.file.FileSink;
import io.weir.connector.file.SimpleStringEncoder;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.MapFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.RichSinkFunction;
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
    private static final int NUMBERS_PER_FILE = 50;

    private CountedNumbers() {}

    /** Submits the job, whose lines go to files in a directory. */
    static JobClient submit(StreamExecutionEnvironment env, Path output) throws IOException {
        env.fromSequence(0, (long) KEYS * NUMBERS_PER_KEY - 1)
                .map(CountedNumbers::slowly)
                .keyBy(number -> number % KEYS)
                .process(new Seen())
                .addSink(new Lines(output));
        return env.executeAsync("counted numbers");
    }

    /** Submits the job, which goes on slowly, for a minute at least, as long as there is no such file. */
    static JobClient submit(StreamExecutionEnvironment env, Path output, Path hurry) throws IOException {
        return submit(env, env.fromSequence(0, (long) KEYS * NUMBERS_PER_KEY - 1), output, hurry);
    }

    /** Submits such a job, which reads its numbers from many files: each is a split that is given to whoever asks. */
    static JobClient submitReading(StreamExecutionEnvironment env, Path input, Path output, Path hurry)
            throws IOException {
        Files.createDirectories(input);
        for (long first = 0; first < (long) KEYS * NUMBERS_PER_KEY; first += NUMBERS_PER_FILE) {
            Files.write(
                    input.resolve("numbers-" + first),
                    LongStream.range(first, first + NUMBERS_PER_FILE)
                            .mapToObj(String::valueOf)
                            .toList());
        }
        return submit(env, env.readTextFile(input.toString()).map(Long::valueOf), output, hurry);
    }

    private static JobClient submit(StreamExecutionEnvironment env, DataStream<Long> source, Path output, Path hurry)
            throws IOException {
        DataStream<Long> numbers = source.map(new SlowUntil(hurry));
        numbers.sinkTo(FileSink.forRowFormat(committed(output).toString(), new SimpleStringEncoder<Long>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .build());
        numbers.keyBy(number -> number % KEYS).process(new Seen()).addSink(new Lines(output));
        return env.executeAsync("counted numbers");
    }

    private static Path committed(Path output) {
        return output.resolveSibling("committed");
    }

    /** Returns the numbers that were published by a sink that commits, as often as they were, in ascending order. */
    static List<Long> committedNumbers(Path output) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(committed(output), "part-*")) {
            for (Path file : files) {
                Files.readAllLines(file).forEach(line -> numbers.add(Long.valueOf(line)));
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** Lets numbers pass slowly until a file exists. */
    private static final class SlowUntil implements MapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;
        private static final int LOOK = 100;

        private final String file;
        private transient boolean hurries;

        SlowUntil(Path file) {
            this.file = file.toString();
        }

        @Override
        public Long map(Long number) {
            if (number % LOOK == 0 && !hurries) {
                hurries = Files.exists(Path.of(file));
            }
            if (!hurries) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
            return number;
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
