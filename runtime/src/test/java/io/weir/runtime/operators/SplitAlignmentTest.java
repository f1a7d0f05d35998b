package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.Boundedness;
import io.weir.connector.InputStatus;
import io.weir.connector.ReaderOutput;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceOutput;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSplit;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.time.Watermark;
import io.weir.time.WatermarkGenerator;
import io.weir.time.WatermarkOutput;
import io.weir.time.WatermarkStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A reader of several splits at a time whose source waits for others: against what each split may have emitted. */
class SplitAlignmentTest {
    private static final long DRIFT = 5;
    private static final long INTERVAL = 100;

    @Provide
    Arbitrary<List<List<Long>>> splits() {
        return Arbitraries.longs()
                .between(0, 100)
                .list()
                .ofMaxSize(12)
                .map(times -> times.stream().sorted().toList())
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Long>> limits() {
        return Arbitraries.longs().between(-20, 110).list().ofMaxSize(6).map(limits -> limits.stream()
                .sorted()
                .toList());
    }

    /** Each split emits up to the first record that is too far, and all the others up to there too. */
    @Property(tries = 1000)
    void eachSplitGoesAsFarAsItMay(
            @ForAll("splits") List<List<Long>> splits, @ForAll("limits") List<Long> mostBehind, @ForAll long seed)
            throws Exception {
        Run run = new Run(splits, seed, true);
        for (long least : mostBehind) {
            run.limit(least);
            for (int split = 0; split < splits.size(); split++) {
                assertThat(run.source.reader.emittedOf(split))
                        .as("split %d of %s, where others are at %d", split, splits, least)
                        .isEqualTo(upTo(splits.get(split), least + DRIFT));
            }
        }
        run.limit(Long.MAX_VALUE);
        assertThat(run.operator.isFinished()).isTrue();
        for (int split = 0; split < splits.size(); split++) {
            assertThat(run.source.reader.emittedOf(split)).isEqualTo(splits.get(split));
        }
    }

    private static List<Long> upTo(List<Long> times, long limit) {
        List<Long> emitted = new ArrayList<>();
        for (long time : times) {
            emitted.add(time);
            if (time > limit) {
                break;
            }
        }
        return emitted;
    }

    @Example
    void aReaderThatCannotPauseSplitsWaitsAsAWhole() throws Exception {
        Run run = new Run(List.of(List.of(1L, 20L, 30L), List.of(2L, 3L, 40L, 41L), List.of(50L)), 7, false);
        run.limit(10);
        List<Long> emitted = run.output.values;
        assertThat(emitted).contains(20L).as("all splits are ahead").doesNotHaveDuplicates();
        assertThat(run.operator.hasWork()).isFalse();
        assertThat(run.operator.isFinished()).isFalse();
        run.limit(Long.MAX_VALUE);
        assertThat(run.operator.isFinished()).isTrue();
        assertThat(emitted).hasSize(8);
    }

    /** A split that waits for others is not idle, however long that takes. */
    @Example
    void waitingDoesNotMakeASplitIdle() throws Exception {
        OperatorPlace place = new OperatorPlace(0);
        place.mostBehind = 1;
        Noting output = new Noting();
        List<String> paused = new ArrayList<>();
        SourceOutputs<Long> outputs =
                new SourceOutputs<>(place, output, Run.STRATEGY, true, (toPause, toResume) -> paused.addAll(toPause));
        outputs.start();
        SourceOutput<Long> ahead = outputs.createOutputForSplit("ahead");
        outputs.createOutputForSplit("quiet").collect(4L, 4);
        ahead.collect(8L, 8);
        outputs.polled();
        assertThat(paused).containsExactly("ahead");
        for (int i = 0; i < 20; i++) {
            place.advanceClock(place.now() + INTERVAL);
        }
        assertThat(output.idle).isFalse();
    }

    private static final class Noting extends Output<Long> {
        private final List<Long> values = new ArrayList<>();
        private boolean idle;

        @Override
        public void collect(Long value, long timestamp) {
            values.add(value);
        }

        @Override
        public void watermark(long timestamp) {
            // the records tell as much
        }

        @Override
        public void idle(boolean isIdle) {
            idle = isIdle;
        }
    }

    /** The operator with the JobManager that it asks. */
    private static final class Run {
        private static final WatermarkStrategy<Long> STRATEGY = WatermarkStrategy.<Long>forGenerator(
                        context -> new EachRecord())
                .withWatermarkAlignment("group", Duration.ofMillis(DRIFT), Duration.ofMillis(INTERVAL))
                .withIdleness(Duration.ofMillis(INTERVAL * 5));

        private final OperatorPlace place = new OperatorPlace(0);
        private final Noting output = new Noting();
        private final TestSource source;
        private final HeadOperator<Long> operator;

        Run(List<List<Long>> splits, long seed, boolean pausing) throws Exception {
            source = new TestSource(splits, seed, pausing);
            place.mostBehind = -1_000;
            operator = (HeadOperator<Long>) new SourceOperator.Spec<>(source, STRATEGY, true).create(place, output);
            operator.open();
        }

        /** Lets the source learn how far the others are, and read. */
        void limit(long mostBehind) throws Exception {
            place.mostBehind = mostBehind;
            place.advanceClock(place.now() + INTERVAL);
            while (!operator.isFinished() && operator.hasWork()) {
                operator.step();
            }
        }
    }

    private static final class EachRecord implements WatermarkGenerator<Long> {
        @Override
        public void onEvent(Long event, long eventTimestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(eventTimestamp));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // each record has told
        }
    }

    /** Reads all splits at a time, one record at random after the other. */
    private static final class Reader implements SourceReader<Long, SourceSplit> {
        private final List<List<Long>> splits;
        private final int[] positions;
        private final boolean pausing;
        private final SplittableRandom random;
        private final TreeSet<Integer> open = new TreeSet<>();
        private final Set<Integer> paused = new HashSet<>();
        private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
        private boolean begun;

        Reader(List<List<Long>> splits, long seed, boolean pausing) {
            this.splits = splits;
            this.positions = new int[splits.size()];
            this.pausing = pausing;
            this.random = new SplittableRandom(seed);
        }

        List<Long> emittedOf(int split) {
            return splits.get(split).subList(0, positions[split]);
        }

        @Override
        public void start() {
            // all splits are there
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            if (!begun) {
                begun = true;
                for (int split = 0; split < splits.size(); split++) {
                    open.add(split);
                    output.createOutputForSplit("split-" + split);
                }
            }
            List<Integer> readable =
                    open.stream().filter(split -> !paused.contains(split)).toList();
            if (readable.isEmpty()) {
                available = new CompletableFuture<>();
                return open.isEmpty() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
            }
            int split = readable.get(random.nextInt(readable.size()));
            List<Long> times = splits.get(split);
            if (positions[split] == times.size()) {
                open.remove(split);
                output.releaseOutputForSplit("split-" + split);
            } else {
                long time = times.get(positions[split]++);
                output.createOutputForSplit("split-" + split).collect(time, time);
            }
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
            if (!pausing) {
                SourceReader.super.pauseOrResumeSplits(toPause, toResume);
            }
            toPause.forEach(split -> assertThat(paused.add(numberOf(split))).isTrue());
            toResume.forEach(split -> assertThat(paused.remove(numberOf(split))).isTrue());
            available.complete(null);
        }

        private static int numberOf(String split) {
            return Integer.parseInt(split.substring("split-".length()));
        }

        @Override
        public List<SourceSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return available;
        }

        @Override
        public void addSplits(List<SourceSplit> added) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void notifyNoMoreSplits() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** Gives out its one reader; it never leaves this process. */
    private static final class TestSource implements Source<Long, SourceSplit, Void> {
        private static final long serialVersionUID = 1L;

        private final transient Reader reader;

        TestSource(List<List<Long>> splits, long seed, boolean pausing) {
            reader = new Reader(splits, seed, pausing);
        }

        @Override
        public Boundedness getBoundedness() {
            return Boundedness.BOUNDED;
        }

        @Override
        public SplitEnumerator<SourceSplit, Void> createEnumerator(SplitEnumeratorContext<SourceSplit> context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SplitEnumerator<SourceSplit, Void> restoreEnumerator(
                SplitEnumeratorContext<SourceSplit> context, Void state) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SourceReader<Long, SourceSplit> createReader(SourceReaderContext context) {
            return reader;
        }

        @Override
        public SimpleVersionedSerializer<SourceSplit> getSplitSerializer() {
            return null;
        }

        @Override
        public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
            return null;
        }
    }
}
