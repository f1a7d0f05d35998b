package io.weir.benchmarks.batch;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs the rounds of one of our DataSet programs in a fresh process, with two instances and 1 GB of managed memory. Arguments of its main methods:
 * {@code inprocess RECORDS ROUNDS}. Each round prints its processor time in a line {@code cpu SECONDS}, and a line {@code round SECONDS}.
 */
final class BatchRounds {
    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(1 << 10);

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private BatchRounds() {}

    /** Builds a program. */
    @FunctionalInterface
    interface Program {
        /**
         * Builds it.
         *
         * @param environment where it runs, with a parallelism of 2
         * @param records how many records its source makes
         * @return its result, which nobody needs
         */
        DataSet<?> build(ExecutionEnvironment environment, long records);
    }

    static void run(String[] args, String name, Program program) {
        long records = Long.parseLong(args[1]);
        for (int round = 0; round < Integer.parseInt(args[2]); round++) {
            Configuration configuration = new Configuration().set(TaskManagerOptions.MANAGED_SIZE, MANAGED);
            ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(2, configuration);
            discard(program.build(environment, records));
            long cpu = cpuNanos();
            long start = System.nanoTime();
            environment.execute(name);
            System.out.printf(Locale.ROOT, "cpu %.3f%n", (cpuNanos() - cpu) / NANOS);
            System.out.printf(Locale.ROOT, "round %.3f%n", (System.nanoTime() - start) / NANOS);
        }
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static <T> void discard(DataSet<T> result) {
        result.output((SinkWriterContext context) -> new Nothing<>());
    }

    /** Writes nothing. */
    private static final class Nothing<T> implements SinkWriter<T> {
        @Override
        public void write(T value, long timestamp) {
            // nobody needs it
        }

        @Override
        public void flush(boolean endOfInput) {
            // nothing was kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
