package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HandOverTest {
    private static final class Values extends Output<Long> {
        private final List<Long> values = new ArrayList<>();

        @Override
        public void collect(Long value, long timestamp) {
            assertThat(timestamp).isEqualTo(-value);
            values.add(value);
        }

        @Override
        public void watermark(long timestamp) {}

        @Override
        public void idle(boolean idle) {}
    }

    @RepeatedTest(10)
    void allArriveInOrder() throws Exception {
        int count = 100_000;
        Semaphore woken = new Semaphore(0);
        HandOver<Long> handOver = new HandOver<>(woken::release, Types.LONG.createSerializer());
        Thread putter = new Thread(() -> {
            for (long i = 0; i < count; i++) {
                handOver.put(i, -i);
            }
        });
        putter.start();
        Values values = new Values();
        OutputRoom room = new OutputRoom(condition -> {});
        while (values.values.size() < count) {
            if (handOver.drainTo(values, 100, room) == 0 && handOver.isEmpty()) {
                // A wake-up may be missed in the moment in which the taker begins to wait; it then looks again.
                woken.tryAcquire(1, TimeUnit.MILLISECONDS);
            }
        }
        putter.join();
        assertThat(values.values).isEqualTo(LongStream.range(0, count).boxed().toList());
    }

    @Test
    void closingLetsGoOfAThreadThatWaitsForRoomEvenIfItIsInterrupted() throws Exception {
        HandOver<Long> handOver = new HandOver<>(() -> {}, Types.LONG.createSerializer());
        AtomicBoolean interruptedAtEnd = new AtomicBoolean();
        Thread putter = new Thread(() -> {
            long next = 0;
            while (handOver.put(next, -next)) {
                next++;
            }
            interruptedAtEnd.set(Thread.currentThread().isInterrupted());
        });
        putter.start();
        putter.interrupt();
        while (putter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        handOver.close();
        putter.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(putter.isAlive()).isFalse();
        assertThat(interruptedAtEnd).isTrue();
    }

    @Test
    void fewLargeRecordsWaitAtATime() throws Exception {
        HandOver<String> handOver = new HandOver<>(() -> {}, Types.STRING.createSerializer());
        String large = "x".repeat(1 << 20);
        AtomicInteger put = new AtomicInteger();
        Thread putter = new Thread(() -> {
            while (handOver.put(put.get() < 1000 ? "small" : large, 0)) {
                put.incrementAndGet();
            }
        });
        putter.start();
        AtomicInteger taken = new AtomicInteger();
        OutputRoom room = new OutputRoom(condition -> {});
        while (taken.get() < 1500) {
            while (putter.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            if (taken.get() > 1200) {
                assertThat(put.get() - taken.get()).isLessThanOrEqualTo(4);
            }
            handOver.drainTo(new Counting(taken), 100, room);
        }
        handOver.close();
        putter.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(putter.isAlive()).isFalse();
    }

    private static final class Counting extends Output<String> {
        private final AtomicInteger taken;

        Counting(AtomicInteger taken) {
            this.taken = taken;
        }

        @Override
        public void collect(String value, long timestamp) {
            taken.incrementAndGet();
        }

        @Override
        public void watermark(long timestamp) {}

        @Override
        public void idle(boolean idle) {}
    }
}
