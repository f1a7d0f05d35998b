package io.weir.dataset;

import io.weir.functions.AbstractRichFunction;
import io.weir.functions.Collector;
import io.weir.functions.MapFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.PushedPartitionFunction;
import io.weir.tuple.Tuple2;

/** The functions that number and count records. Stateless. */
final class Numbering {
    /** The broadcast set of how many records the instances have. */
    static final String COUNTS = "counts";

    private Numbering() {}

    /** Counts the records of each instance. The task's thread owns it. */
    static final class Counting<T> extends AbstractRichFunction
            implements PushedPartitionFunction<T, Tuple2<Integer, Long>> {
        private static final long serialVersionUID = 1L;

        private long count;

        @Override
        public void add(T value, Collector<Tuple2<Integer, Long>> out) {
            count++;
        }

        @Override
        public void end(Collector<Tuple2<Integer, Long>> out) {
            out.collect(Tuple2.of(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), count));
        }
    }

    /** Numbers the records of an instance behind those of the instances before it. The task's thread owns it. */
    static final class Index<T> extends AbstractRichFunction implements MapFunction<T, Tuple2<Long, T>> {
        private static final long serialVersionUID = 1L;

        private long next;

        @Override
        public void open(OpenContext context) {
            int own = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            next = getRuntimeContext().<Tuple2<Integer, Long>>getBroadcastVariable(COUNTS).stream()
                    .filter(count -> count.f0 < own)
                    .mapToLong(count -> count.f1)
                    .sum();
        }

        @Override
        public Tuple2<Long, T> map(T value) {
            return Tuple2.of(next++, value);
        }
    }

    /** Numbers the records of all instances in turn, as if all had equally many. The task's thread owns it. */
    static final class UniqueId<T> extends AbstractRichFunction implements MapFunction<T, Tuple2<Long, T>> {
        private static final long serialVersionUID = 1L;

        private long next;
        private int step;

        @Override
        public void open(OpenContext context) {
            next = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            step = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        }

        @Override
        public Tuple2<Long, T> map(T value) {
            Tuple2<Long, T> numbered = Tuple2.of(next, value);
            next += step;
            return numbered;
        }
    }
}
