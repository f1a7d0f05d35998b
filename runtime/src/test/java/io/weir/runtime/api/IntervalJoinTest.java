package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.DataStream;
import io.weir.datastream.KeyedStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.ProcessJoinFunction;
import io.weir.functions.SourceFunction;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalJoinTest {
    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);

    @Test
    void pairsAreThoseOfANestedLoop() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArrayList<Tuple2<Integer, Long>> left = records(random);
        ArrayList<Tuple2<Integer, Long>> right = records(random);
        List<String> expected = new ArrayList<>();
        for (Tuple2<Integer, Long> one : left) {
            for (Tuple2<Integer, Long> other : right) {
                long difference = other.f1 - one.f1;
                if (one.f0.equals(other.f0) && difference > -20 && difference <= 35) {
                    expected.add(one + " " + other + " " + Math.max(one.f1, other.f1));
                }
            }
        }
        List<String> results = all(stream(left)
                .intervalJoin(stream(right))
                .between(Duration.ofMillis(-20), Duration.ofMillis(35))
                .lowerBoundExclusive()
                .process(new Pairs()));
        assertThat(results).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void recordsWithoutTimestampsAreRefused() {
        KeyedStream<Long, Long> plain = environment.fromSequence(1, 2).keyBy(value -> value);
        assertThatThrownBy(() -> all(plain.intervalJoin(plain)
                        .between(Duration.ZERO, Duration.ZERO)
                        .process(new Longs())))
                .hasStackTraceContaining("has no timestamp");
        assertThatThrownBy(() -> plain.intervalJoin(plain).between(Duration.ofMillis(1), Duration.ZERO))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("above the upper bound");
    }

    private static ArrayList<Tuple2<Integer, Long>> records(Random random) {
        ArrayList<Tuple2<Integer, Long>> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(Tuple2.of(random.nextInt(5), (long) random.nextInt(2000)));
        }
        return records;
    }

    private KeyedStream<Tuple2<Integer, Long>, Integer> stream(ArrayList<Tuple2<Integer, Long>> records) {
        return environment
                .addSource(new Timestamped(records), "records", Types.TUPLE(Types.INT, Types.LONG))
                .keyBy(record -> record.f0);
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private record Timestamped(ArrayList<Tuple2<Integer, Long>> records)
            implements SourceFunction<Tuple2<Integer, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void run(SourceContext<Tuple2<Integer, Long>> context) {
            records.forEach(record -> context.collectWithTimestamp(record, record.f1));
        }

        @Override
        public void cancel() {}
    }

    private static final class Pairs extends ProcessJoinFunction<Tuple2<Integer, Long>, Tuple2<Integer, Long>, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(
                Tuple2<Integer, Long> left, Tuple2<Integer, Long> right, Context context, Collector<String> out) {
            assertThat(context.getLeftTimestamp()).isEqualTo(left.f1);
            assertThat(context.getRightTimestamp()).isEqualTo(right.f1);
            out.collect(left + " " + right + " " + context.getTimestamp());
        }
    }

    private static final class Longs extends ProcessJoinFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long left, Long right, Context context, Collector<Long> out) {
            out.collect(left + right);
        }
    }
}
