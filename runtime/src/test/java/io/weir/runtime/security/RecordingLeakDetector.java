package io.weir.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Netty's leak detector, which remembers what it reports so that a test can fail. Netty makes it from the system property
 * {@code io.netty.customResourceLeakDetector}, which the module's tests run with.
 *
 * @param <T> what is tracked
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {
    private static final int ROUNDS = 5;

    // Written by all threads that track buffers, read by tests.
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /** As Netty's factory calls it. */
    public RecordingLeakDetector(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /** Fails if a buffer was lost since the last time it was asked. */
    public static void assertNoLeaks() {
        assertThat(takeLeaks()).as("buffers that were not released").isEmpty();
    }

    static Queue<String> takeLeaks() {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
            // Leaks are reported when the next buffer is tracked.
            UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        Queue<String> leaks = new ConcurrentLinkedQueue<>(LEAKS);
        LEAKS.clear();
        return leaks;
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        LEAKS.add(resourceType);
    }
}
