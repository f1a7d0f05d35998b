package io.weir.testing.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.datastream.DataStream;
import io.weir.datastream.IntervalJoined;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.ProcessJoinFunction;
import io.weir.functions.SourceFunction;
import io.weir.testing.windows.NaiveJoins.Entry;
import io.weir.testing.windows.NaiveJoins.Interval;
import io.weir.time.Watermark;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.CloseableIterator;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Window join, window co-group and interval join in one job, at any parallelism, against all pairs that there are. Both
 * streams come in any order, with watermarks that make no record late, and one of them may fall idle.
 */
class JoinsOnClusterTest {
    private static final TypeInformation<Entry> TYPE = Types.RECORD(Entry.class);

    /**
     * Emits records, each followed by a watermark that makes none of the others late, nor lets a session end before another
     * record touches it.
     */
    private static final class Told implements SourceFunction<Entry> {
        private static final long serialVersionUID = 1L;

        private final List<Entry> entries;
        private final boolean idleAtTheEnd;

        Told(List<Entry> entries, boolean idleAtTheEnd) {
            this.entries = new ArrayList<>(entries);
            this.idleAtTheEnd = idleAtTheEnd;
        }

        @Override
        public void run(SourceContext<Entry> context) {
            for (int i = 0; i < entries.size(); i++) {
                context.collectWithTimestamp(entries.get(i), entries.get(i).time());
                entries.subList(i + 1, entries.size()).stream()
                        .mapToLong(Entry::time)
                        .min()
                        .ifPresent(least -> context.emitWatermark(new Watermark(least - 2)));
            }
            if (idleAtTheEnd) {
                context.markAsTemporarilyIdle();
            }
        }

        @Override
        public void cancel() {
            // it ends soon
        }
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(5, "a"), Tuple.of(2, "b"), Tuple.of(1, "c"), Tuple.of(1, "d")),
                        Arbitraries.longs().between(-20, 40),
                        Arbitraries.integers().between(0, 1_000))
                .as(Entry::new)
                .list()
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<NaiveJoins.Windows> windows() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 20), Arbitraries.longs().between(0, 12)) // 0 for sessions
                .as(NaiveJoins.Windows::new);
    }

    @Provide
    Arbitrary<Interval> intervals() {
        return Combinators.combine(
                        Arbitraries.longs().between(-15, 15),
                        Arbitraries.longs().between(2, 15),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((lower, span, withLower, withUpper) -> new Interval(lower, lower + span, withLower, withUpper));
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
    void jobsFindAllPairs(
            @ForAll("entries") List<Entry> left,
            @ForAll("entries") List<Entry> right,
            @ForAll("windows") NaiveJoins.Windows windows,
            @ForAll("intervals") Interval interval,
            @ForAll boolean idle,
            @ForAll @IntRange(min = 1, max = 4) int parallelism)
            throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        DataStream<Entry> first = environment.addSource(new Told(left, idle), "left", TYPE);
        DataStream<Entry> second = environment.addSource(new Told(right, false), "right", TYPE);
        List<String> results = new ArrayList<>();
        try (CloseableIterator<String> each = joined(first, second, assigner(windows))
                .union(grouped(first, second, assigner(windows)), near(first, second, interval))
                .executeAndCollect()) {
            each.forEachRemaining(results::add);
        }
        assertThat(results).containsExactlyInAnyOrderElementsOf(NaiveJoins.of(left, right, windows, interval));
    }

    private static WindowAssigner<Object, TimeWindow> assigner(NaiveJoins.Windows windows) {
        Duration size = Duration.ofMillis(windows.size());
        return windows.sessions()
                ? EventTimeSessionWindows.withGap(size)
                : SlidingEventTimeWindows.of(size, Duration.ofMillis(windows.slide()));
    }

    private static DataStream<String> joined(
            DataStream<Entry> first, DataStream<Entry> second, WindowAssigner<Object, TimeWindow> assigner) {
        return first.join(second)
                .where(Entry::key, Types.STRING)
                .equalTo(Entry::key, Types.STRING)
                .window(assigner)
                .apply(NaiveJoins::pair, Types.STRING);
    }

    private static DataStream<String> grouped(
            DataStream<Entry> first, DataStream<Entry> second, WindowAssigner<Object, TimeWindow> assigner) {
        return first.coGroup(second)
                .where(Entry::key, Types.STRING)
                .equalTo(Entry::key, Types.STRING)
                .window(assigner)
                .apply((left, right, out) -> out.collect(NaiveJoins.group(left, right)), Types.STRING);
    }

    private static DataStream<String> near(DataStream<Entry> first, DataStream<Entry> second, Interval interval) {
        IntervalJoined<Entry, Entry, String> joined = first.keyBy(Entry::key, Types.STRING)
                .intervalJoin(second.keyBy(Entry::key, Types.STRING))
                .between(Duration.ofMillis(interval.lower()), Duration.ofMillis(interval.upper()));
        if (!interval.withLower()) {
            joined = joined.lowerBoundExclusive();
        }
        if (!interval.withUpper()) {
            joined = joined.upperBoundExclusive();
        }
        return joined.process(new Near(), Types.STRING);
    }

    private static final class Near extends ProcessJoinFunction<Entry, Entry, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Entry left, Entry right, Context context, Collector<String> out) {
            out.collect(NaiveJoins.near(left, right));
        }
    }
}
