package io.weir.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
    private final FrameQueue queue = new FrameQueue();

    @Test
    void theConsumerIsToldOnceUntilItHasReadAll() {
        AtomicInteger calls = new AtomicInteger();
        queue.setListener(calls::incrementAndGet);
        queue.add(new Watermark(1), 1);
        queue.add(new Watermark(2), 1);
        assertThat(calls).hasValue(1);
        assertThat(queue.poll()).isEqualTo(new Watermark(1));
        assertThat(queue.hasMore()).isTrue();
        queue.add(new Watermark(3), 1);
        assertThat(calls).hasValue(1);
        queue.poll();
        queue.poll();
        assertThat(queue.hasMore()).isFalse();
        queue.add(new Watermark(4), 1);
        assertThat(calls).hasValue(2);
    }

    @Test
    void fewFramesWaitToBeAnnounced() {
        AtomicInteger calls = new AtomicInteger();
        queue.setListener(calls::incrementAndGet);
        queue.add(new Watermark(1), 2);
        assertThat(calls).hasValue(0);
        queue.announce();
        queue.announce();
        assertThat(calls).hasValue(1);
        queue.poll();
        queue.add(new Watermark(2), 2);
        queue.add(new Watermark(3), 2);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aLateListenerIsToldOfWhatIsThere() {
        AtomicInteger calls = new AtomicInteger();
        queue.add(new Watermark(1), 5);
        queue.setListener(calls::incrementAndGet);
        assertThat(calls).hasValue(1);
        queue.close();
        assertThat(calls).hasValue(2);
        queue.setListener(calls::incrementAndGet);
        assertThat(calls).hasValue(3);
    }

    @RepeatedTest(20)
    void noFrameIsForgottenBetweenTwoThreads() throws Exception {
        int frames = 20_000;
        Semaphore told = new Semaphore(0);
        queue.setListener(told::release);
        Thread producer = new Thread(() -> {
            for (int i = 0; i < frames; i++) {
                queue.add(new Watermark(i), 1 + i % 3);
                if (i % 7 == 0) {
                    queue.announce();
                }
            }
            queue.announce();
        });
        producer.start();
        int next = 0;
        while (next < frames) {
            assertThat(told.tryAcquire(30, TimeUnit.SECONDS))
                    .as("frame %s", next)
                    .isTrue();
            do {
                assertThat(queue.poll()).isEqualTo(new Watermark(next++));
            } while (queue.hasMore());
        }
        producer.join();
    }
}
