package io.weir.dataset;

import io.weir.functions.AbstractRichFunction;
import io.weir.functions.Collector;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.PushedPartitionFunction;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The functions that take records at random. Stateless. */
final class Sampling {
    private Sampling() {}

    /** Takes each record with the same probability, or as often on average. The task's thread owns it. */
    static final class OfEach<T> extends AbstractRichFunction implements FlatMapFunction<T, T> {
        private static final long serialVersionUID = 1L;

        private final boolean withReplacement;
        private final double fraction;
        private final long seed;
        private final TypeInformation<T> type;
        private transient TypeSerializer<T> serializer;
        private transient SplittableRandom random;

        OfEach(boolean withReplacement, double fraction, long seed, TypeInformation<T> type) {
            this.type = type;
            this.withReplacement = withReplacement;
            this.fraction = fraction;
            this.seed = seed;
        }

        @Override
        public void open(OpenContext context) {
            serializer = type.createSerializer();
            random = new SplittableRandom(
                    seed + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
        }

        @Override
        public void flatMap(T value, Collector<T> out) {
            int times = withReplacement ? poisson() : random.nextDouble() < fraction ? 1 : 0;
            for (int i = 0; i < times; i++) {
                // What is emitted is given away: each time another object.
                out.collect(i + 1 < times ? serializer.copy(value) : value);
            }
        }

        /** Counts how many exponentially distributed waits fit into the fraction: right for any fraction. */
        private int poisson() {
            int times = -1;
            double left = fraction;
            while (left >= 0) {
                left += Math.log(1 - random.nextDouble());
                times++;
            }
            return times;
        }
    }

    /**
     * Takes as many records of an instance as may be wanted of all, each with how many there are. With replacement these are
     * independent of each other. The task's thread owns it.
     */
    static final class OfInstance<T> extends AbstractRichFunction
            implements PushedPartitionFunction<T, List<Tuple2<Long, T>>> {
        private static final long serialVersionUID = 1L;

        private final boolean withReplacement;
        private final int size;
        private final long seed;
        private final TypeInformation<T> type;
        private transient TypeSerializer<T> serializer;
        private transient SplittableRandom random;
        private transient List<T> taken;
        private long count;

        OfInstance(boolean withReplacement, int size, long seed, TypeInformation<T> type) {
            this.type = type;
            this.withReplacement = withReplacement;
            this.size = size;
            this.seed = seed;
        }

        @Override
        public void open(OpenContext context) {
            random = new SplittableRandom(
                    seed + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
            taken = new ArrayList<>();
            serializer = type.createSerializer();
        }

        @Override
        public void add(T value, Collector<List<Tuple2<Long, T>>> out) {
            count++;
            if (withReplacement) {
                replaceEach(value);
            } else if (taken.size() < size) {
                taken.add(serializer.copy(value));
            } else {
                long place = random.nextLong(count);
                if (place < size) {
                    taken.set((int) place, serializer.copy(value));
                }
            }
        }

        /** Each place takes the n-th record with the probability 1/n; places between two that do are leapt over. */
        private void replaceEach(T value) {
            if (count == 1) {
                for (int i = 0; i < size; i++) {
                    taken.add(serializer.copy(value));
                }
                return;
            }
            double keeps = Math.log(1 - 1.0 / count);
            for (double place = leap(keeps); place < size; place += 1 + leap(keeps)) {
                taken.set((int) place, serializer.copy(value));
            }
        }

        private double leap(double logarithm) {
            return Math.floor(Math.log(1 - random.nextDouble()) / logarithm);
        }

        @Override
        public void end(Collector<List<Tuple2<Long, T>>> out) {
            List<Tuple2<Long, T>> offered = new ArrayList<>();
            taken.forEach(value -> offered.add(Tuple2.of(count, value)));
            if (!offered.isEmpty()) {
                out.collect(offered);
            }
        }
    }

    /** Chooses among what the instances offer, as if they were one. */
    static final class OfAll<T> implements GroupReduceFunction<List<Tuple2<Long, T>>, T> {
        private static final long serialVersionUID = 1L;

        private final boolean withReplacement;
        private final int size;
        private final long seed;

        OfAll(boolean withReplacement, int size, long seed) {
            this.withReplacement = withReplacement;
            this.size = size;
            this.seed = seed;
        }

        @Override
        public void reduce(Iterable<List<Tuple2<Long, T>>> instances, Collector<T> out) {
            SplittableRandom random = new SplittableRandom(seed);
            List<List<Tuple2<Long, T>>> offers = new ArrayList<>();
            List<Long> left = new ArrayList<>();
            long all = 0;
            for (List<Tuple2<Long, T>> offer : instances) {
                offers.add(new ArrayList<>(offer));
                left.add(offer.get(0).f0);
                all += offer.get(0).f0;
            }
            for (int i = 0; i < size && all > 0; i++) {
                int instance = choose(random.nextLong(all), left);
                List<Tuple2<Long, T>> offer = offers.get(instance);
                out.collect(offer.remove(random.nextInt(offer.size())).f1);
                if (!withReplacement) {
                    left.set(instance, left.get(instance) - 1);
                    all--;
                }
            }
        }

        private static int choose(long place, List<Long> counts) {
            long before = 0;
            for (int i = 0; i < counts.size(); i++) {
                before += counts.get(i);
                if (place < before) {
                    return i;
                }
            }
            throw new IllegalStateException("No instance has the record " + place);
        }
    }
}
