package io.weir.benchmarks.batch;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple4;
import io.weir.types.Types;
import io.weir.types.order.Order;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Sorts much with little memory: records of a key of 10 characters and 90 bytes that cannot be compressed, in two instances of which the
 * first has the lower half of the keys. Checks that the records are in their order, that none is missing, doubled or changed. Arguments:
 * gigabytes of records, megabytes of managed memory.
 */
public final class BigSort {
    private static final int REST = 90;
    private static final int SIZE_OF_RECORD = 100;
    private static final String MIDDLE = "6j";

    private BigSort() {}

    /** Sorts once and prints what it took. */
    public static void main(String[] args) {
        long records = Long.parseLong(args[0]) * 1_000_000_000 / SIZE_OF_RECORD;
        ExecutionEnvironment environment = ExecutionEnvironment.createLocalEnvironment(
                2,
                new Configuration()
                        .set(TaskManagerOptions.MANAGED_SIZE, MemorySize.ofMebiBytes(Long.parseLong(args[1]))));
        long start = System.nanoTime();
        List<Tuple4<String, String, Long, Long>> parts = environment
                .fromSequence(1, records)
                .map(number -> Tuple2.of(Sort.key(number), rest(number)))
                .returns(Types.TUPLE(Types.STRING, Types.PRIMITIVE_ARRAY(byte[].class)))
                .partitionCustom((String key, int instances) -> key.compareTo(MIDDLE) < 0 ? 0 : instances - 1, 0)
                .sortPartition(0, Order.ASCENDING)
                .<Tuple4<String, String, Long, Long>>mapPartition(BigSort::check)
                .returns(Types.TUPLE(Types.STRING, Types.STRING, Types.LONG, Types.LONG))
                .collect();
        double seconds = (System.nanoTime() - start) / 1e9;
        checkAll(parts, records);
        System.out.printf(
                Locale.ROOT,
                "sorted %d records of %d bytes in %.1f s, %d bytes written to disk%n",
                records,
                SIZE_OF_RECORD,
                seconds,
                environment.getLastJobExecutionResult().getSpilledBytes());
    }

    private static byte[] rest(long number) {
        ByteBuffer rest = ByteBuffer.allocate(REST);
        rest.putLong(number);
        for (int i = 1; rest.remaining() >= Long.BYTES; i++) {
            rest.putLong(Mixed.spread(number * REST + i));
        }
        return rest.array();
    }

    /** Emits the first and the last key of an instance, how many records it has, and the sum of what they are made of. */
    private static void check(
            Iterable<Tuple2<String, byte[]>> sorted, Collector<Tuple4<String, String, Long, Long>> out) {
        Tuple4<String, String, Long, Long> part = Tuple4.of(null, "", 0L, 0L);
        for (Tuple2<String, byte[]> each : sorted) {
            ByteBuffer rest = ByteBuffer.wrap(each.f1);
            long number = rest.getLong();
            if (!each.f0.equals(Sort.key(number))
                    || !rest.equals(ByteBuffer.wrap(rest(number)).position(Long.BYTES))) {
                throw new IllegalStateException("The record " + number + " was changed.");
            }
            if (each.f0.compareTo(part.f1) < 0) {
                throw new IllegalStateException(part.f1 + " stands before " + each.f0);
            }
            part = Tuple4.of(part.f0 == null ? each.f0 : part.f0, each.f0, part.f2 + 1, part.f3 + Mixed.spread(number));
        }
        out.collect(part);
    }

    private static void checkAll(List<Tuple4<String, String, Long, Long>> parts, long records) {
        List<Tuple4<String, String, Long, Long>> inOrder =
                parts.stream().sorted(Comparator.comparing(part -> part.f0)).toList();
        long count = parts.stream().mapToLong(part -> part.f2).sum();
        long sum = parts.stream().mapToLong(part -> part.f3).sum();
        boolean apart = inOrder.size() == 2 && inOrder.get(0).f1.compareTo(inOrder.get(1).f0) < 0;
        if (!apart
                || count != records
                || sum != LongStream.rangeClosed(1, records).map(Mixed::spread).sum()) {
            throw new IllegalStateException("Not the records that were to be sorted: " + inOrder);
        }
    }
}
