package com.example.jobs;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.SourceFunction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that runs until it is canceled; it prints, or writes into the directory that is its argument. */
public final class Endless {
    private Endless() {}

    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<Long> sums =
                env.addSource(new Ticks()).keyBy(tick -> tick % 10).reduce(Long::sum);
        if (args.length == 0) {
            sums.print();
        } else {
            sums.map(String::valueOf).writeAsText(args[0]);
        }
        env.execute("Endless");
    }

    /** A number every now and then. */
    public static final class Ticks implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;
        private transient CountDownLatch canceled;

        @Override
        public void run(SourceContext<Long> context) throws Exception {
            CountDownLatch end = latch();
            for (long tick = 0; !end.await(50, TimeUnit.MILLISECONDS); tick++) {
                context.collect(tick);
            }
        }

        @Override
        public void cancel() {
            latch().countDown();
        }

        private synchronized CountDownLatch latch() { // run and cancel come from two threads
            if (canceled == null) {
                canceled = new CountDownLatch(1);
            }
            return canceled;
        }
    }
}
