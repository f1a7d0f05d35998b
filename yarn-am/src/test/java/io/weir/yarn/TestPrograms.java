package io.weir.yarn;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.SinkFunction;
import io.weir.functions.SourceFunction;
import io.weir.util.CloseableIterator;
import java.util.ArrayList;
import java.util.List;

/** What the tests run on YARN. Its classes travel in a jar. */
final class TestPrograms {
    private TestPrograms() {}

    /** Squares ten numbers on two instances and returns them in order. */
    static List<Long> squares(StreamExecutionEnvironment env) throws Exception {
        List<Long> found = new ArrayList<>();
        try (CloseableIterator<Long> results = env.fromSequence(1, 10)
                .setParallelism(2)
                .map(value -> value * value)
                .executeAndCollect("squares")) {
            results.forEachRemaining(found::add);
        }
        found.sort(null);
        return found;
    }

    /** Fails on the third number. */
    static void fail(StreamExecutionEnvironment env) {
        env.fromSequence(1, 10).map(TestPrograms::failOnThree).addSink(new NoSink());
        env.execute("failing");
    }

    private static long failOnThree(long value) {
        if (value == 3) {
            throw new IllegalStateException("three is too much");
        }
        return value;
    }

    /** Runs until it is canceled. */
    static final class Endless implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;

        private volatile boolean running = true; // written by the one who cancels, read by the source

        @Override
        public void run(SourceContext<Long> context) {
            long value = 0;
            while (running) {
                context.collect(value++);
            }
        }

        @Override
        public void cancel() {
            running = false;
        }
    }

    /** Takes everything. */
    static final class NoSink implements SinkFunction<Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void invoke(Long value, Context context) {}
    }
}
