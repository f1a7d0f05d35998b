package io.weir.benchmarks;

import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.functions.KeySelector;
import io.weir.plan.Keying;
import io.weir.plan.Partitioning;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.KeyedReduceOperator;
import io.weir.runtime.operators.MapOperator;
import io.weir.runtime.operators.SinkFunctionOperator;
import io.weir.runtime.operators.SourceOperator;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures the exchange between tasks without a control plane: a sequence becomes {@code Tuple2<Long, Long>} with 1,000
 * keys, goes by key to a running sum and is discarded. Arguments: millions of records, rounds, TaskManagers (with two,
 * half of the records cross sockets), yields before a task parks.
 */
public final class ExchangeBenchmark {
    private static final int PARALLELISM = 2;
    private static final long KEYS = 1000;
    private static final TypeInformation<Tuple2<Long, Long>> TUPLE =
            TypeInformation.of(new TypeHint<Tuple2<Long, Long>>() {});

    private ExchangeBenchmark() {}

    /** Runs the rounds and prints each one's records per second, then the median. */
    public static void main(String[] args) throws Exception {
        long records = argument(args, 0, 100) * 1_000_000L;
        int rounds = argument(args, 1, 7);
        int taskManagers = argument(args, 2, 1);
        int yields = argument(args, 3, 0);
        double[] rates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long cpuBefore = processCpuNanos();
            try (BenchmarkPlaces places = new BenchmarkPlaces(taskManagers)) {
                BenchmarkJob<?> job = new BenchmarkJob<>(PARALLELISM, new NumberSequenceSource(0, records - 1), yields);
                double seconds = job.run(
                        producer(records),
                        consumer(),
                        places.locations(PARALLELISM),
                        location -> places.environment(location, job));
                rates[round] = records / seconds / 1e6;
            }
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %.1f M records/s, %.1f ns of processor time per record%n",
                    round,
                    rates[round],
                    (double) (processCpuNanos() - cpuBefore) / records);
        }
        Arrays.sort(rates);
        System.out.printf(Locale.ROOT, "median: %.1f M records/s%n", rates[rounds / 2]);
    }

    private static int argument(String[] args, int position, int otherwise) {
        return args.length > position ? Integer.parseInt(args[position]) : otherwise;
    }

    /** The processor time of all threads: it tells more than the rate where others use the machine. */
    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static ChainSpec producer(long records) {
        KeySelector<Tuple2<Long, Long>, Long> key = tuple -> tuple.f0;
        return new ChainSpec(
                List.of(
                        new ChainSpec.Node(
                                "sequence",
                                "sequence",
                                new SourceOperator.Spec<>(new NumberSequenceSource(0, records - 1)),
                                Types.LONG,
                                List.of(1),
                                List.of()),
                        new ChainSpec.Node(
                                "to tuple",
                                "tuple",
                                new MapOperator.Spec<Long, Tuple2<Long, Long>>(
                                        number -> new Tuple2<>(number % KEYS, number)),
                                TUPLE,
                                List.of(),
                                List.of(0))),
                List.of(),
                List.of(new ChainSpec.Exchange(
                        new Partitioning.Hash<>(key), TUPLE, BenchmarkJob.MAX_PARALLELISM, 100)));
    }

    private static ChainSpec consumer() {
        KeySelector<Tuple2<Long, Long>, Long> key = tuple -> tuple.f0;
        return new ChainSpec(
                List.of(
                        new ChainSpec.Node(
                                "sum",
                                "sum",
                                new KeyedReduceOperator.Spec<>(
                                        new Keying<>(key, Types.LONG),
                                        (a, b) -> new Tuple2<>(a.f0, a.f1 + b.f1),
                                        TUPLE),
                                TUPLE,
                                List.of(1),
                                List.of()),
                        new ChainSpec.Node(
                                "discard",
                                "discard",
                                new SinkFunctionOperator.Spec<Tuple2<Long, Long>>((value, context) -> {}),
                                Types.VOID,
                                List.of(),
                                List.of())),
                List.of(new ChainSpec.Input(TUPLE, 0)),
                List.of());
    }
}
