package io.weir.dataset;

import io.weir.functions.AbstractRichFunction;
import io.weir.functions.Collector;
import io.weir.functions.MapFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.PushedPartitionFunction;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.order.Ordering;
import io.weir.types.order.RecordOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Distributes records by ranges: those of an instance come before those of the next one in some order. A sample of the
 * records says where ranges begin, so that they are of about one size. Stateless.
 */
final class RangePartitions {
    /** How many records of each instance are looked at. */
    private static final int SAMPLE = 2_000;

    /** Into so many parts a sample divides all records; then these are divided among the instances. */
    private static final int RANKS = 1 << 20;

    private static final String NAME = "sample";

    private RangePartitions() {}

    static <T> Operator<T> of(DataSet<T> input, Ordering<T> ordering) {
        TypeInformation<T> type = input.getType();
        DataSet<Tuple2<Double, T>> sample = input.mapPartition(new Sampler<>(type))
                .returns(Types.<Tuple2<Double, T>>TUPLE(Types.DOUBLE, type))
                .name("Sample for ranges");
        Operator<Tuple2<Integer, T>> ranked = input.map(new Ranking<>(ordering))
                .returns(Types.<Tuple2<Integer, T>>TUPLE(Types.INT, type))
                .withBroadcastSet(sample, NAME)
                .name("Range");
        return ranked.partitionCustom(RangePartitions::instance, record -> record.f0)
                .map(record -> record.f1)
                .returns(type)
                .name("Partition by range");
    }

    private static int instance(Integer rank, int instances) {
        return (int) ((long) rank * instances / RANKS);
    }

    /** Takes some of the records of an instance, each with how many it stands for. The task's thread owns it. */
    private static final class Sampler<T> implements PushedPartitionFunction<T, Tuple2<Double, T>> {
        private static final long serialVersionUID = 1L;

        private final TypeInformation<T> type;
        private transient TypeSerializer<T> serializer;
        private transient List<T> sample;
        private transient SplittableRandom random;
        private long count;

        Sampler(TypeInformation<T> type) {
            this.type = type;
        }

        @Override
        public void add(T value, Collector<Tuple2<Double, T>> out) {
            if (sample == null) {
                serializer = type.createSerializer();
                sample = new ArrayList<>();
                random = new SplittableRandom(1);
            }
            count++;
            if (sample.size() < SAMPLE) {
                sample.add(serializer.copy(value));
                return;
            }
            long place = random.nextLong(count);
            if (place < SAMPLE) {
                sample.set((int) place, serializer.copy(value));
            }
        }

        @Override
        public void end(Collector<Tuple2<Double, T>> out) {
            if (sample != null) {
                sample.forEach(value -> out.collect(Tuple2.of((double) count / sample.size(), value)));
            }
        }
    }

    /** Finds how many of all records come before one, in parts of {@link #RANKS}. The task's thread owns it. */
    private static final class Ranking<T> extends AbstractRichFunction implements MapFunction<T, Tuple2<Integer, T>> {
        private static final long serialVersionUID = 1L;

        private final Ordering<T> ordering;
        private transient RecordOrder<T> order;
        private transient List<Tuple2<Double, T>> sample;
        private transient int[] ranks;

        Ranking(Ordering<T> ordering) {
            this.ordering = ordering;
        }

        @Override
        public void open(OpenContext context) {
            order = ordering.create();
            sample = new ArrayList<>(getRuntimeContext().<Tuple2<Double, T>>getBroadcastVariable(NAME));
            sample.sort((one, other) -> order.compare(one.f1, other.f1));
            double all = sample.stream().mapToDouble(record -> record.f0).sum();
            ranks = new int[sample.size() + 1];
            double before = 0;
            for (int i = 0; i < sample.size(); i++) {
                ranks[i] = rank(before / all);
                before += sample.get(i).f0;
            }
            ranks[sample.size()] = RANKS - 1;
        }

        private static int rank(double part) {
            return (int) Math.min(RANKS - 1, part * RANKS);
        }

        /** Equal records are of one rank: how many of the sample come before them. */
        @Override
        public Tuple2<Integer, T> map(T value) {
            int low = 0;
            int high = sample.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (order.compare(sample.get(middle).f1, value) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return Tuple2.of(ranks[low], value);
        }
    }
}
