package io.weir.runtime.task;

import static io.weir.runtime.task.TestOperators.chain;
import static io.weir.runtime.task.TestOperators.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.connector.sequence.NumberSequenceSplit;
import io.weir.functions.KeySelector;
import io.weir.functions.ReduceFunction;
import io.weir.functions.SourceFunction;
import io.weir.plan.Keying;
import io.weir.plan.Partitioning;
import io.weir.runtime.batch.HashReduceOperator;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.CollectSinkOperator;
import io.weir.runtime.operators.FilterOperator;
import io.weir.runtime.operators.KeyedReduceOperator;
import io.weir.runtime.operators.MapOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.SinkOperator;
import io.weir.runtime.operators.SourceFunctionOperator;
import io.weir.runtime.operators.SourceOperator;
import io.weir.serialization.RecordInput;
import io.weir.time.WatermarkStrategy;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators in tasks. */
class OperatorsTest {
    private static final TypeInformation<Tuple2<String, Long>> WORD =
            TypeInformation.of(new TypeHint<Tuple2<String, Long>>() {});
    private static final KeySelector<Tuple2<String, Long>, String> BY_WORD = word -> word.f0;
    private static final ReduceFunction<Tuple2<String, Long>> ADD_IN_PLACE = (first, second) -> {
        first.f1 += second.f1;
        return first;
    };

    private static final TestOperators.Generator<Tuple2<String, Long>> WORDS =
            (subtask, index) -> new Tuple2<>("word" + index % 10, 1L);

    private static void runWords(int taskManagers, OperatorSpec<?, ?>... consumer) throws Throwable {
        try (TestJob job = new TestJob(taskManagers)) {
            job.vertex(
                            "source",
                            2,
                            chain(
                                    List.of(),
                                    List.of(new TestOperators.Generate<>(1000, WORDS)),
                                    WORD,
                                    exchange(new Partitioning.Hash<>(BY_WORD), WORD)))
                    .vertex("reduce", 2, chain(List.of(WORD), List.of(consumer), WORD))
                    .connect("source", 0, "reduce")
                    .run();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void rollingReduceEmitsEachUpdate(int taskManagers) throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        runWords(
                taskManagers,
                new KeyedReduceOperator.Spec<>(new Keying<>(BY_WORD, Types.STRING), ADD_IN_PLACE, WORD),
                sink.spec());
        Map<String, Long> last = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            for (Tuple2<String, Long> update : sink.<Tuple2<String, Long>>values(i)) {
                // Though the function changes the kept value, what was emitted stays as it was.
                assertThat(update.f1).isEqualTo(last.getOrDefault(update.f0, 0L) + 1);
                last.put(update.f0, update.f1);
            }
        }
        assertThat(last).hasSize(10).allSatisfy((word, count) -> assertThat(count)
                .isEqualTo(200));
    }

    @Test
    void hashReduceEmitsEachKeyOnceAtTheEnd() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        runWords(
                2,
                new HashReduceOperator.Spec<>(new Keying<>(BY_WORD, Types.STRING), ADD_IN_PLACE, WORD, 1),
                sink.spec());
        assertThat(sink.count()).isEqualTo(10);
        for (int i = 0; i < 2; i++) {
            assertThat(sink.<Tuple2<String, Long>>values(i))
                    .allSatisfy(word -> assertThat(word.f1).isEqualTo(200));
        }
    }

    @Test
    void hashReduceKeepsACopyOfARecordThatOthersMayChange() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        Tuple2<String, Long> shared = new Tuple2<>("word", 1L);
        OperatorSpec<Tuple2<String, Long>, Tuple2<String, Long>> same = new MapOperator.Spec<>(word -> word);
        try (TestJob job = new TestJob(1)) {
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(
                                            new TestOperators.Generate<>(3, (subtask, index) -> shared),
                                            same,
                                            new HashReduceOperator.Spec<>(
                                                    new Keying<>(BY_WORD, Types.STRING), ADD_IN_PLACE, WORD, 1),
                                            sink.spec()),
                                    WORD))
                    .run();
        }
        assertThat(sink.<Tuple2<String, Long>>values(0)).containsExactly(new Tuple2<>("word", 3L));
    }

    private enum Colour {
        RED
    }

    @Test
    void keysOfUnknownTypeAreCheckedWhenTheyCome() {
        KeySelector<Tuple2<String, Long>, Object> colour = word -> Colour.RED;
        TypeInformation<Object> unknown = TypeInformation.of(Object.class);
        assertThat(unknown.isUnknown()).isTrue();
        assertThatThrownBy(() ->
                        runWords(1, new KeyedReduceOperator.Spec<>(new Keying<>(colour, unknown), ADD_IN_PLACE, WORD)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PROGRAM))
                .hasMessageContaining("Colour");
    }

    @Test
    void aKeyThatIsNullNamesTheRecord() {
        KeySelector<Tuple2<String, Long>, String> none = word -> null;
        try (TestJob job = new TestJob(1)) {
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(new TestOperators.Generate<>(1, WORDS)),
                                    WORD,
                                    exchange(new Partitioning.Hash<>(none), WORD)))
                    .vertex("sink", 2, chain(List.of(WORD), List.of(new TestOperators.Sink().spec()), WORD))
                    .connect("source", 0, "sink");
            assertThatThrownBy(job::run)
                    .hasMessageContaining("(word0,1)")
                    .hasStackTraceContaining("The key of a record is null");
        }
    }

    private static ChainSpec sequence(long to, OperatorSpec<?, ?>... then) {
        List<OperatorSpec<?, ?>> operators = new ArrayList<>();
        operators.add(new SourceOperator.Spec<>(new NumberSequenceSource(0, to)));
        operators.addAll(List.of(then));
        return chain(List.of(), operators, Types.LONG);
    }

    @Test
    void aSourceReadsTheSplitsItIsGiven() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        NumberSequenceSource source = new NumberSequenceSource(0, 9_999);
        OperatorSpec<Long, Long> even = new FilterOperator.Spec<>(number -> number % 2 == 0);
        try (TestJob job = new TestJob(1)) {
            Splits splits = new Splits(source, 3);
            job.listener().answerSplits(splits::answer);
            job.vertex("source", 2, sequence(9_999, even, sink.spec())).run();
        }
        List<Long> all = new ArrayList<>(sink.values(0));
        all.addAll(sink.values(1));
        assertThat(all.stream().sorted())
                .isEqualTo(LongStream.range(0, 10_000)
                        .filter(number -> number % 2 == 0)
                        .boxed()
                        .toList());
    }

    @Test
    void aSourceWaitsForItsSplitsWithoutWork() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        ConcurrentLinkedQueue<StreamTask> asked = new ConcurrentLinkedQueue<>();
        try (TestJob job = new TestJob(1)) {
            job.listener().answerSplits((task, subtask) -> asked.add(task));
            job.vertex("source", 1, sequence(99, sink.spec())).start();
            TestJob.await("request", () -> !asked.isEmpty());
            TestJob.await("sleep", () -> job.task("source", 0).metrics().idleNanos() > 0);
            Splits splits = new Splits(new NumberSequenceSource(0, 99), 1);
            job.listener().answerSplits(splits::answer);
            splits.answer(asked.poll(), 0);
            job.awaitEnd();
            assertThat(job.failure()).isNull();
        }
        assertThat(sink.values(0)).hasSize(100);
    }

    private static ChainSpec aligned(NumberSequenceSource source) {
        WatermarkStrategy<Long> strategy = WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((value, before) -> value)
                .withWatermarkAlignment("group", Duration.ofMillis(10), Duration.ofMillis(1));
        OperatorSpec<Void, Long> reading = new SourceOperator.Spec<>(source, strategy, true);
        OperatorSpec<Long, Long> nothing = new FilterOperator.Spec<>(number -> false);
        return chain(List.of(), List.of(reading, nothing), Types.LONG);
    }

    @Test
    void aSourceThatIsTooFarAheadWaitsUntilTheOthersHaveComeAfterIt() throws Throwable {
        NumberSequenceSource source = new NumberSequenceSource(0, Long.MAX_VALUE / 2);
        try (TestJob job = new TestJob(1)
                .configuration(new Configuration().set(CoreOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(1)))) {
            Splits splits = new Splits(source, 1);
            job.listener().answerSplits(splits::answer);
            job.listener().mostBehind(0);
            job.vertex("source", 1, aligned(source)).start();
            TestJob.await("too far", () -> last(job.listener().aligned()) > 10);
            long before = job.task("source", 0).metrics().idleNanos();
            TestJob.await("rest", () -> job.task("source", 0).metrics().idleNanos() > before);
            long read = job.task("source", 0).metrics().recordsIn();
            job.listener().mostBehind(Long.MAX_VALUE);
            TestJob.await("more", () -> job.task("source", 0).metrics().recordsIn() > read + 10_000);
        }
    }

    @Test
    void nobodyWaitsForASourceThatHasEnded() throws Throwable {
        NumberSequenceSource source = new NumberSequenceSource(0, 99);
        try (TestJob job = new TestJob(1)) {
            Splits splits = new Splits(source, 1);
            job.listener().answerSplits(splits::answer);
            job.vertex("source", 1, aligned(source)).run();
            assertThat(last(job.listener().aligned())).isEqualTo(Long.MAX_VALUE);
        }
    }

    private static long last(List<Long> values) {
        return values.isEmpty() ? Long.MIN_VALUE : values.get(values.size() - 1);
    }

    /** Hands out the splits of a sequence, one for each request. */
    private static final class Splits {
        private final List<byte[]> splits = new ArrayList<>();
        private final int version;

        Splits(NumberSequenceSource source, int parts) throws Exception {
            version = source.getSplitSerializer().getVersion();
            SplitEnumerator<NumberSequenceSplit, ?> enumerator =
                    source.createEnumerator(new CapturingContext(parts, split -> {
                        try {
                            splits.add(source.getSplitSerializer().serialize(split));
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }));
            for (int i = 0; i < parts; i++) {
                enumerator.handleSplitRequest(i, "localhost");
            }
        }

        void answer(StreamTask task, int subtask) {
            boolean none = splits.isEmpty();
            task.deliverSplits(none ? List.of() : List.of(splits.remove(0)), version, none);
        }
    }

    private record CapturingContext(int currentParallelism, Consumer<NumberSequenceSplit> assigned)
            implements SplitEnumeratorContext<NumberSequenceSplit> {
        @Override
        public void assignSplit(NumberSequenceSplit split, int subtaskId) {
            assigned.accept(split);
        }

        @Override
        public void signalNoMoreSplits(int subtaskId) {}

        @Override
        public <R> void callAsync(Callable<R> callable, BiConsumer<R, Throwable> handler) {
            throw new UnsupportedOperationException();
        }
    }

    /** Counts up until it is canceled or has emitted enough; then it may fail, or wait for the end of the job. */
    private static final class CountingFunction implements SourceFunction<Long> {
        private final long count;
        private final boolean fail;
        private volatile boolean canceled;

        CountingFunction(long count, boolean fail) {
            this.count = count;
            this.fail = fail;
        }

        @Override
        public void run(SourceContext<Long> context) {
            for (long i = 0; i < count && !canceled; i++) {
                synchronized (context.getCheckpointLock()) {
                    if (i % 2 == 0) {
                        context.collect(i);
                    } else {
                        context.collectWithTimestamp(i, i);
                    }
                }
            }
            if (fail) {
                throw new IllegalStateException("source failed");
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }
    }

    private static ChainSpec function(SourceFunction<Long> function, OperatorSpec<?, ?> sink) {
        return chain(List.of(), List.of(new SourceFunctionOperator.Spec<>(function, Types.LONG), sink), Types.LONG);
    }

    @Test
    void aSourceFunctionsRecordsArriveInOrder() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(1)) {
            job.vertex("source", 1, function(new CountingFunction(100_000, false), sink.spec()))
                    .run();
            assertThat(job.task("source", 0).metrics().recordsIn()).isEqualTo(100_000);
        }
        assertThat(sink.<Long>values(0))
                .isEqualTo(LongStream.range(0, 100_000).boxed().toList());
        assertThat(sink.<Long>seen(0).get(7).timestamp()).isEqualTo(7);
        assertThat(sink.<Long>seen(0).get(8).timestamp()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aSourceFunctionsFailureComesAfterItsRecords() {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(1)) {
            job.vertex("source", 1, function(new CountingFunction(10, true), sink.spec()));
            assertThatThrownBy(job::run).hasRootCauseMessage("source failed");
        }
        assertThat(sink.values(0)).hasSize(10);
    }

    @Test
    void aSourceFunctionEndsWhenCanceled() {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(1)
                .vertex("source", 1, function(new CountingFunction(Long.MAX_VALUE, false), sink.spec()))
                .start()) {
            TestJob.await("records", () -> job.task("source", 0).metrics().recordsIn() > 10_000);
            job.cancel();
            job.awaitEnd();
        }
    }

    /** Emits one record, then waits for ever and does not hear cancel. */
    private static final class DeafFunction implements SourceFunction<Long> {
        static final ConcurrentLinkedQueue<Thread> THREADS = new ConcurrentLinkedQueue<>();

        @Override
        public void run(SourceContext<Long> context) throws Exception {
            THREADS.add(Thread.currentThread());
            context.collect(1L);
            new CountDownLatch(1).await();
        }

        @Override
        public void cancel() {}
    }

    @Test
    void oneRecordArrivesAndADeafSourceFunctionIsInterrupted() throws Exception {
        TestOperators.Sink sink = new TestOperators.Sink();
        DeafFunction.THREADS.clear();
        try (TestJob job = new TestJob(1)
                .vertex("source", 1, function(new DeafFunction(), sink.spec()))
                .start()) {
            TestJob.await("the record", () -> job.task("source", 0).metrics().recordsIn() == 1);
            job.cancel();
            job.awaitEnd();
        }
        for (Thread thread : DeafFunction.THREADS) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void collectedResultsWaitForTheirAcknowledgement() throws Throwable {
        try (TestJob job = new TestJob(1)) {
            CompletableFuture<Void> acknowledged = new CompletableFuture<>();
            job.listener().acknowledge(acknowledged);
            OperatorSpec<?, ?> collect = new CollectSinkOperator.Spec<>("result", Types.LONG);
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(new TestOperators.Generate<>(500_000, (subtask, index) -> index), collect),
                                    Types.LONG))
                    .start();
            TestJob.await("back-pressure", () -> job.task("source", 0).metrics().backPressuredNanos() > 0);
            assertThat(job.listener().results()).hasSize(1);
            assertThat(job.task("source", 0).metrics().recordsIn()).isLessThan(500_000);
            job.listener().acknowledge(CompletableFuture.completedFuture(null));
            acknowledged.complete(null);
            job.awaitEnd();
            assertThat(job.failure()).isNull();
            List<Long> all = new ArrayList<>();
            for (byte[] batch : job.listener().results()) {
                RecordInput in = new RecordInput(getClass().getClassLoader());
                in.setBuffer(batch);
                int records = in.readInt();
                for (int i = 0; i < records; i++) {
                    all.add(Types.LONG.createSerializer().deserialize(in));
                }
                assertThat(in.position()).isEqualTo(batch.length);
            }
            assertThat(all).isEqualTo(LongStream.range(0, 500_000).boxed().toList());
        }
    }

    @Test
    void aClientThatIsGoneFailsTheTask() {
        try (TestJob job = new TestJob(1)) {
            job.listener()
                    .acknowledge(CompletableFuture.failedFuture(new IllegalStateException("the client has gone")));
            OperatorSpec<?, ?> collect = new CollectSinkOperator.Spec<>("result", Types.LONG);
            job.vertex(
                    "source",
                    1,
                    chain(
                            List.of(),
                            List.of(new TestOperators.Generate<>(10, (subtask, index) -> index), collect),
                            Types.LONG));
            assertThatThrownBy(job::run).hasMessageContaining("the client has gone");
        }
    }

    /** Remembers what its writers were told. */
    private record RememberingSink(String failIn) implements Sink<Long> {
        static final ConcurrentLinkedQueue<String> CALLS = new ConcurrentLinkedQueue<>();

        @Override
        public SinkWriter<Long> createWriter(SinkWriterContext context) {
            CALLS.add("create " + context.taskInfo().getIndexOfThisSubtask());
            return new SinkWriter<>() {
                @Override
                public void write(Long value, long timestamp) throws IOException {
                    if (failIn.equals("write")) {
                        throw new IOException("disk full");
                    }
                    CALLS.add("write " + value);
                }

                @Override
                public void flush(boolean endOfInput) {
                    CALLS.add("flush " + endOfInput);
                }

                @Override
                public void close() {
                    CALLS.add("close");
                }
            };
        }
    }

    @Test
    void aSinkIsFlushedAtTheEndAndClosed() throws Throwable {
        RememberingSink.CALLS.clear();
        try (TestJob job = new TestJob(1)) {
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(
                                            new TestOperators.Generate<>(2, (subtask, index) -> index),
                                            new SinkOperator.Spec<>(new RememberingSink(""))),
                                    Types.LONG))
                    .run();
        }
        assertThat(RememberingSink.CALLS).containsExactly("create 0", "write 0", "write 1", "flush true", "close");
    }

    @Test
    void aSinkThatFailsIsClosedWithoutFlush() {
        RememberingSink.CALLS.clear();
        try (TestJob job = new TestJob(1)) {
            job.vertex(
                    "source",
                    1,
                    chain(
                            List.of(),
                            List.of(
                                    new TestOperators.Generate<>(2, (subtask, index) -> index),
                                    new SinkOperator.Spec<>(new RememberingSink("write"))),
                            Types.LONG));
            assertThatThrownBy(job::run).hasRootCauseMessage("disk full");
        }
        assertThat(RememberingSink.CALLS).containsExactly("create 0", "close");
    }
}
