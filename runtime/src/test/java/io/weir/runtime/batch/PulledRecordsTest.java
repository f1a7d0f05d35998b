package io.weir.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PulledRecordsTest {
    private static final TypeInformation<byte[]> BYTES = Types.PRIMITIVE_ARRAY(byte[].class);

    private final List<Long> read = new ArrayList<>();

    private void readAll(Iterator<Long> records) {
        records.forEachRemaining(read::add);
        read.add(-1L);
    }

    private static void add(PulledRecords<Long> records, long from, long to) throws Throwable {
        for (long i = from; i < to; i++) {
            records.add(i);
        }
    }

    @Test
    void theReaderKeepsPaceWithWhoAddsAndLearnsTheEnd() throws Throwable {
        try (PulledRecords<Long> records = new PulledRecords<>(Types.LONG, this::readAll)) {
            for (int i = 1; i <= 20; i++) {
                add(records, (i - 1) * 5_000L, i * 5_000L);
                assertThat((long) read.size()).isBetween(i * 5_000L - PulledRecords.GATHERED, i * 5_000L);
            }
            records.end();
        }
        assertThat(read)
                .isEqualTo(LongStream.concat(LongStream.range(0, 100_000), LongStream.of(-1))
                        .boxed()
                        .toList());
    }

    @Test
    void fewRecordsAndNoneAreReadByTheSameThread() throws Throwable {
        for (int count : new int[] {0, 1}) {
            List<Thread> readers = new ArrayList<>();
            try (PulledRecords<Long> records = new PulledRecords<>(Types.LONG, all -> {
                readers.add(Thread.currentThread());
                readAll(all);
            })) {
                for (int i = 0; i < count; i++) {
                    records.add(7L);
                }
                records.end();
            }
            assertThat(readers).containsExactly(Thread.currentThread());
        }
        assertThat(read).containsExactly(-1L, 7L, -1L);
    }

    @Test
    void largeRecordsAreNotGathered() throws Throwable {
        int[] count = new int[1];
        try (PulledRecords<byte[]> records =
                new PulledRecords<>(BYTES, all -> all.forEachRemaining(value -> count[0]++))) {
            for (int i = 1; i <= 100; i++) {
                records.add(new byte[1 << 20]);
                assertThat(count[0]).isGreaterThanOrEqualTo(i - 4);
            }
            records.end();
        }
        assertThat(count[0]).isEqualTo(100);
    }

    @Test
    void whoAddsMayChangeARecordAfterwards() throws Throwable {
        byte[] record = new byte[1];
        List<Byte> seen = new ArrayList<>();
        try (PulledRecords<byte[]> records =
                new PulledRecords<>(BYTES, all -> all.forEachRemaining(value -> seen.add(value[0])))) {
            for (int i = 0; i < 100; i++) {
                record[0] = (byte) i;
                records.add(record);
            }
            records.end();
        }
        assertThat(seen).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void aReaderThatWantsNoMoreGetsNoMore() throws Throwable {
        try (PulledRecords<Long> records = new PulledRecords<>(Types.LONG, all -> read.add(all.next()))) {
            add(records, 0, 10_000);
            records.end();
        }
        assertThat(read).containsExactly(0L);
    }

    @Test
    void whatTheReaderFailsWithComesToWhoAddsOrEnds() throws Throwable {
        for (long last : new long[] {5_000, 9_999}) {
            IllegalArgumentException failure = new IllegalArgumentException("no more");
            List<String> thrown = new ArrayList<>();
            try (PulledRecords<Long> records = new PulledRecords<>(Types.LONG, all -> {
                while (all.next() < last) {}
                throw failure;
            })) {
                assertThatThrownBy(() -> {
                            add(records, 0, 10_000);
                            thrown.add("at the end");
                            records.end();
                        })
                        .isSameAs(failure);
            }
            assertThat(thrown).hasSize(last == 5_000 ? 0 : 1);
        }
    }

    @Test
    void aReaderThatWaitsIsLetGoWhenNothingMoreWillCome() throws Throwable {
        AtomicReference<Thread> reader = new AtomicReference<>();
        try (PulledRecords<Long> records = new PulledRecords<>(Types.LONG, all -> {
            reader.set(Thread.currentThread());
            try {
                readAll(all);
            } finally {
                read.add(-2L);
            }
        })) {
            add(records, 0, 5_000);
        }
        assertThat(read).endsWith(-2L).doesNotContain(-1L);
        reader.get().join();
    }

    @Test
    void anInterruptGoesToTheReaderWhileItWorks() throws Throwable {
        CountDownLatch works = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Thread task = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                works.await();
                task.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        interrupter.start();
        try (PulledRecords<Long> records = new PulledRecords<>(Types.LONG, all -> {
            all.next();
            works.countDown();
            never.await();
        })) {
            assertThatThrownBy(() -> add(records, 0, 5_000)).isInstanceOf(InterruptedException.class);
        } finally {
            interrupter.join();
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
