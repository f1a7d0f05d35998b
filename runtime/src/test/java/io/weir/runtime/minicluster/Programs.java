package io.weir.runtime.minicluster;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.SourceFunction;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Small programs for tests of clusters. */
public final class Programs {
    private Programs() {}

    /** Counts up until it is canceled. */
    public static final class Endless implements SourceFunction<Long> {
        private static final AtomicLong RUNNING = new AtomicLong();
        private static final AtomicLong BEGUN = new AtomicLong();

        private volatile boolean canceled;

        /** Returns how many of these run in this process. */
        public static long running() {
            return RUNNING.get();
        }

        /** Returns how many of these have ever begun in this process. */
        public static long begun() {
            return BEGUN.get();
        }

        @Override
        public void run(SourceContext<Long> context) {
            BEGUN.incrementAndGet();
            RUNNING.incrementAndGet();
            try {
                for (long i = 0; !canceled; i++) {
                    context.collect(i);
                    LockSupport.parkNanos(100_000);
                }
            } finally {
                RUNNING.decrementAndGet();
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }
    }

    /** A job that ends when it is canceled, with an exchange in the middle. */
    public static DataStream<Long> endless(StreamExecutionEnvironment env) {
        return env.addSource(new Endless()).rebalance().map(value -> value + 1);
    }

    /** Doubles a value. */
    public static long twice(long value) {
        return 2 * value;
    }

    /** Fails on one record. */
    public static long failOn7(long value) {
        if (value == 7) {
            throw new IllegalStateException("boom on 7");
        }
        return value;
    }
}
