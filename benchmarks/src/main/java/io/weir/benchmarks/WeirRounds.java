package io.weir.benchmarks;

import io.weir.configuration.SecurityOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs the rounds of one of our programs in a fresh process. Arguments of its main methods: {@code inprocess RECORDS
 * ROUNDS} runs rounds in this process; {@code remote HOST PORT RECORDS ROUNDS SECRET-FILE} submits them to a running
 * cluster. Each round prints one line {@code round SECONDS}.
 */
final class WeirRounds {
    private WeirRounds() {}

    /** Builds a program. */
    @FunctionalInterface
    interface Program {
        /**
         * Builds it.
         *
         * @param environment where it runs, with a parallelism of 2
         * @param records how many records its source makes
         */
        void build(StreamExecutionEnvironment environment, long records);
    }

    static void run(String[] args, String name, Program program) throws Exception {
        boolean remote = args[0].equals("remote");
        long records = Long.parseLong(args[remote ? 3 : 1]);
        int rounds = Integer.parseInt(args[remote ? 4 : 2]);
        for (int round = 0; round < rounds; round++) {
            StreamExecutionEnvironment environment = remote
                    ? StreamExecutionEnvironment.createRemoteEnvironment(args[1], Integer.parseInt(args[2]), jar())
                    : StreamExecutionEnvironment.createLocalEnvironment(2);
            if (remote) {
                environment.getConfiguration().set(SecurityOptions.CLUSTER_SECRET_FILE, args[5]);
            }
            environment.setParallelism(2);
            program.build(environment, records);
            long start = System.nanoTime();
            environment.execute(name);
            double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
            System.out.printf(Locale.ROOT, "round %.3f%n", seconds);
        }
    }

    private static String jar() {
        return WeirRounds.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }
}
