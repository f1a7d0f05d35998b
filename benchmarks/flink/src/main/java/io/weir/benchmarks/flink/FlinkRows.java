package io.weir.benchmarks.flink;

import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.LocalRecoveryConfig;
import org.apache.flink.runtime.state.UncompressedStreamCompressionDecorator;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackendBuilder;
import org.apache.flink.runtime.state.heap.HeapPriorityQueueSetFactory;
import org.apache.flink.runtime.state.metrics.LatencyTrackingStateConfig;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;

/**
 * What {@code RowsBenchmark} measures, with what the peer's {@code HashMapStateBackend} makes. Arguments: millions of keys,
 * rounds.
 */
public final class FlinkRows {
    private static final int KEY_GROUPS = 128;

    private FlinkRows() {}

    /** Runs the rounds and prints what each took. */
    public static void main(String[] args) throws Exception {
        int count = (args.length > 0 ? Integer.parseInt(args[0]) : 1) * 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        for (int round = 0; round < rounds; round++) {
            run("Long", LongSerializer.INSTANCE, count, number -> number);
            run("String", StringSerializer.INSTANCE, count, number -> "key-" + number);
        }
    }

    private static <K> void run(String name, TypeSerializer<K> serializer, int count, LongFunction<K> key)
            throws Exception {
        long before = usedHeap();
        HeapKeyedStateBackend<K> backend = backend(serializer);
        ValueState<Long> state = backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>("count", LongSerializer.INSTANCE));
        long begin = System.nanoTime();
        for (long number = 0; number < count; number++) {
            backend.setCurrentKey(key.apply(number));
            Long last = state.value();
            state.update(last == null ? number + 1_000 : last + 1);
        }
        double nanos = (double) (System.nanoTime() - begin) / count;
        double bytes = (double) (usedHeap() - before) / count;
        System.out.printf(
                Locale.ROOT, "%s keys: %d rows, %.1f bytes each; %.0f ns to add%n", name, count, bytes, nanos);
        backend.dispose();
    }

    private static <K> HeapKeyedStateBackend<K> backend(TypeSerializer<K> serializer) throws Exception {
        KeyGroupRange groups = KeyGroupRange.of(0, KEY_GROUPS - 1);
        return new HeapKeyedStateBackendBuilder<>(
                        null,
                        serializer,
                        FlinkRows.class.getClassLoader(),
                        KEY_GROUPS,
                        groups,
                        new ExecutionConfig(),
                        TtlTimeProvider.DEFAULT,
                        LatencyTrackingStateConfig.disabled(),
                        List.of(),
                        UncompressedStreamCompressionDecorator.INSTANCE,
                        LocalRecoveryConfig.BACKUP_AND_RECOVERY_DISABLED,
                        new HeapPriorityQueueSetFactory(groups, KEY_GROUPS, KEY_GROUPS),
                        true,
                        new CloseableRegistry())
                .build();
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
