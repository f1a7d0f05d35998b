package io.weir.runtime.task;

import static io.weir.runtime.task.TestOperators.chain;
import static io.weir.runtime.task.TestOperators.exchange;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.KeySelector;
import io.weir.functions.Partitioner;
import io.weir.plan.Partitioning;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.KeyGroups;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Every record arrives exactly once, at the right consumer, in order per channel. */
class ExchangeTest {
    /** Which producer emitted it, and as which of its records. */
    private static final TypeInformation<Tuple2<Integer, Long>> TYPE =
            TypeInformation.of(new TypeHint<Tuple2<Integer, Long>>() {});

    private enum Way {
        FORWARD,
        HASH,
        REBALANCE,
        RESCALE,
        SHUFFLE,
        BROADCAST,
        GLOBAL,
        CUSTOM;

        Partitioning<Tuple2<Integer, Long>> partitioning() {
            KeySelector<Tuple2<Integer, Long>, Long> key = tuple -> tuple.f1 % 37;
            Partitioner<Long> modulo = (value, partitions) -> (int) (value % partitions);
            return switch (this) {
                case FORWARD -> new Partitioning.Forward<>();
                case HASH -> new Partitioning.Hash<>(key);
                case REBALANCE -> new Partitioning.Rebalance<>();
                case RESCALE -> new Partitioning.Rescale<>();
                case SHUFFLE -> new Partitioning.Shuffle<>();
                case BROADCAST -> new Partitioning.Broadcast<>();
                case GLOBAL -> new Partitioning.Global<>();
                case CUSTOM -> new Partitioning.Custom<>(modulo, key);
            };
        }

        boolean pointwise() {
            return this == FORWARD || this == RESCALE;
        }

        /** Whether a record may arrive at a consumer. */
        boolean fits(Tuple2<Integer, Long> record, int consumer, int consumers) {
            return switch (this) {
                case HASH ->
                    KeyGroups.instanceOf(
                                    KeyGroups.groupOf(record.f1 % 37, TestJob.MAX_PARALLELISM),
                                    TestJob.MAX_PARALLELISM,
                                    consumers)
                            == consumer;
                case GLOBAL -> consumer == 0;
                case FORWARD -> consumer == record.f0;
                case CUSTOM -> consumer == record.f1 % 37 % consumers;
                default -> true;
            };
        }

        int copies(int consumers) {
            return this == BROADCAST ? consumers : 1;
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void everyRecordArrivesOnceInOrderAtItsConsumer(
            @ForAll Way way,
            @ForAll @IntRange(min = 1, max = 4) int producers,
            @ForAll @IntRange(min = 1, max = 4) int wantedConsumers,
            @ForAll @IntRange(min = 1, max = 3) int taskManagers,
            @ForAll @LongRange(min = 0, max = 5000) long records,
            @ForAll @IntRange(min = -1, max = 2) int timeout,
            @ForAll @IntRange(min = 0, max = 3) int timestampEvery)
            throws Throwable {
        int consumers = way == Way.FORWARD ? producers : wantedConsumers;
        long bufferTimeout = timeout == 2 ? 100 : timeout;
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(taskManagers, new ExchangeSettings(1 << 10, 4 << 10, 1 << 20))) {
            TestOperators.Generate<Tuple2<Integer, Long>> source = new TestOperators.Generate<>(
                    records,
                    Tuple2::new,
                    index -> timestampEvery == 0 || index % timestampEvery != 0 ? Output.NO_TIMESTAMP : index * 10);
            job.vertex(
                            "source",
                            producers,
                            chain(List.of(), List.of(source), TYPE, exchange(way.partitioning(), TYPE, bufferTimeout)))
                    .vertex("sink", consumers, chain(List.of(TYPE), List.of(sink.spec()), Types.VOID));
            if (way.pointwise()) {
                job.connectPointwise("source", 0, "sink");
            } else {
                job.connect("source", 0, "sink");
            }
            job.run();
        }
        Map<Integer, List<Long>> byProducer = new HashMap<>();
        for (int consumer = 0; consumer < consumers; consumer++) {
            Map<Integer, Long> last = new HashMap<>();
            for (TestOperators.Seen<Tuple2<Integer, Long>> seen : sink.<Tuple2<Integer, Long>>seen(consumer)) {
                Tuple2<Integer, Long> record = seen.value();
                assertThat(way.fits(record, consumer, consumers)).isTrue();
                assertThat(record.f1).isGreaterThan(last.getOrDefault(record.f0, -1L));
                last.put(record.f0, record.f1);
                boolean timed = timestampEvery != 0 && record.f1 % timestampEvery == 0;
                assertThat(seen.timestamp()).isEqualTo(timed ? record.f1 * 10 : Output.NO_TIMESTAMP);
                byProducer.computeIfAbsent(record.f0, key -> new ArrayList<>()).add(record.f1);
            }
        }
        for (int producer = 0; producer < producers && records > 0; producer++) {
            List<Long> arrived = byProducer.get(producer);
            arrived.sort(Comparator.naturalOrder());
            assertThat(arrived).isEqualTo(eachRecord(records, way.copies(consumers)));
        }
    }

    private static List<Long> eachRecord(long records, int copies) {
        return LongStream.range(0, records)
                .boxed()
                .flatMap(index -> Collections.nCopies(copies, index).stream())
                .toList();
    }

    @Test
    void rebalanceGivesEachConsumerItsShare() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(1)) {
            job.vertex(
                            "source",
                            2,
                            chain(
                                    List.of(),
                                    List.of(new TestOperators.Generate<>(8, Tuple2<Integer, Long>::new)),
                                    TYPE,
                                    exchange(new Partitioning.Rebalance<>(), TYPE)))
                    .vertex("sink", 4, chain(List.of(TYPE), List.of(sink.spec()), Types.VOID))
                    .connect("source", 0, "sink")
                    .run();
        }
        for (int consumer = 0; consumer < 4; consumer++) {
            assertThat(sink.values(consumer)).hasSize(4);
        }
    }
}
