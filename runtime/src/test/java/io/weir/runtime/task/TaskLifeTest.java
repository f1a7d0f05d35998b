package io.weir.runtime.task;

import static io.weir.runtime.task.TestOperators.chain;
import static io.weir.runtime.task.TestOperators.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.functions.KeySelector;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.plan.Partitioning;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.FlatMapOperator;
import io.weir.runtime.operators.MapOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tasks end, wait for each other and fail; {@link TestJob#close} asserts that nothing is left. */
class TaskLifeTest {
    private static final TypeInformation<Tuple2<Long, Long>> PAIR =
            TypeInformation.of(new TypeHint<Tuple2<Long, Long>>() {});
    private static final KeySelector<Tuple2<Long, Long>, Long> FIRST = pair -> pair.f0;
    private static final ExchangeSettings SMALL = new ExchangeSettings(1 << 10, 4 << 10, 1 << 20);
    private static final long ENDLESS = Long.MAX_VALUE;

    private static final AtomicLong COUNTER = new AtomicLong();

    private static ChainSpec pairs(long count) {
        return chain(
                List.of(),
                List.of(new TestOperators.Generate<>(count, (subtask, index) -> new Tuple2<>(index, index))),
                PAIR,
                exchange(new Partitioning.Hash<>(FIRST), PAIR));
    }

    private static ChainSpec into(OperatorSpec<?, ?>... operators) {
        return chain(List.of(PAIR), List.of(operators), PAIR);
    }

    private static TestJob job(int taskManagers, long count, OperatorSpec<?, ?>... consumer) {
        return new TestJob(taskManagers, SMALL)
                .vertex("source", 2, pairs(count))
                .vertex("sink", 2, into(consumer))
                .connect("source", 0, "sink");
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void cancelingAtAnyMomentLeavesNothing(
            @ForAll @IntRange(min = 1, max = 3) int taskManagers, @ForAll @IntRange(max = 200_000) int afterRecords) {
        COUNTER.set(0);
        OperatorSpec<?, ?> counting = new MapOperator.Spec<Tuple2<Long, Long>, Tuple2<Long, Long>>(pair -> {
            COUNTER.incrementAndGet();
            return pair;
        });
        try (TestJob job = job(taskManagers, ENDLESS, counting).start()) {
            TestJob.await("records", () -> COUNTER.get() >= afterRecords);
            job.cancel();
            job.awaitEnd();
            assertThat(job.failure()).isInstanceOfSatisfying(WeirException.class, e -> assertThat(e.code())
                    .isEqualTo(ErrorCode.CANCELED));
        }
    }

    @Test
    void cancelingBeforeTheStartEndsTheTask() {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = job(1, ENDLESS, sink.spec()).start()) {
            job.cancel();
            job.awaitEnd();
        }
    }

    @Test
    void cancelingEndsUserCodeThatWaits() {
        TestOperators.Sink sink = new TestOperators.Sink().shut();
        try (TestJob job = job(2, ENDLESS, sink.spec()).start()) {
            TestJob.await(
                    "back-pressure",
                    () -> job.task("source", 0).metrics().backPressuredNanos() > 0
                            || job.task("source", 0).metrics().recordsOut() > 0);
            job.cancel();
            job.awaitEnd();
        }
        assertThat(sink.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSlowConsumerStopsItsProducer(int taskManagers) throws Throwable {
        long count = 400_000;
        TestOperators.Sink sink = new TestOperators.Sink().shut();
        try (TestJob job = job(taskManagers, count, sink.spec()).start()) {
            AtomicLong last = new AtomicLong(-1);
            AtomicInteger same = new AtomicInteger();
            // Still once nothing was written for many looks, during which the producer went to sleep.
            TestJob.await("standstill", () -> {
                long out = job.task("source", 0).metrics().recordsOut();
                boolean still = out > 0 && out == last.getAndSet(out);
                return (still ? same.incrementAndGet() : same.getAndSet(0)) > 20_000;
            });
            // Per channel: frames in the queue, the one being read, the overdraft and the window; two channels.
            assertThat(last.get()).isLessThan(2 * 1024 * 12);
            sink.open();
            job.awaitEnd();
            assertThat(job.failure()).isNull();
            assertThat(job.task("source", 0).metrics().backPressuredNanos()).isPositive();
        }
        assertThat(sink.count()).isEqualTo(2 * count);
    }

    @Test
    void aRecordThatYieldsManyBlocksWithinItself() throws Throwable {
        long expansion = 50_000;
        TestOperators.Sink sink = new TestOperators.Sink();
        OperatorSpec<?, ?> expand = new FlatMapOperator.Spec<Tuple2<Long, Long>, Tuple2<Long, Long>>((pair, out) -> {
            for (long i = 0; i < expansion; i++) {
                out.collect(new Tuple2<>(i, pair.f1));
            }
        });
        try (TestJob job = new TestJob(2, SMALL)) {
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(
                                            new TestOperators.Generate<>(
                                                    3, (subtask, index) -> new Tuple2<>(index, index)),
                                            expand),
                                    PAIR,
                                    exchange(new Partitioning.Hash<>(FIRST), PAIR)))
                    .vertex("sink", 2, into(sink.spec()))
                    .connect("source", 0, "sink")
                    .run();
        }
        assertThat(sink.count()).isEqualTo((int) (3 * expansion));
    }

    @Test
    void aTaskBlockedWithinARecordCanBeCanceled() {
        TestOperators.Sink sink = new TestOperators.Sink().shut();
        OperatorSpec<?, ?> endless = new FlatMapOperator.Spec<Tuple2<Long, Long>, Tuple2<Long, Long>>((pair, out) -> {
            for (long i = 0; i < ENDLESS; i++) {
                out.collect(new Tuple2<>(i, pair.f1));
            }
        });
        try (TestJob job = new TestJob(1, SMALL)
                .vertex(
                        "source",
                        1,
                        chain(
                                List.of(),
                                List.of(
                                        new TestOperators.Generate<>(1, (subtask, index) -> new Tuple2<>(index, index)),
                                        endless),
                                PAIR,
                                exchange(new Partitioning.Hash<>(FIRST), PAIR)))
                .vertex("sink", 2, into(sink.spec()))
                .connect("source", 0, "sink")
                .start()) {
            TestJob.await("frames", () -> job.task("source", 0).metrics().recordsOut() > 4096);
            job.cancel();
            job.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRecordFarLargerThanAFramePasses(int taskManagers) throws Throwable {
        int size = 64 << 20;
        TypeInformation<byte[]> bytes = TypeInformation.of(byte[].class);
        OperatorSpec<byte[], Tuple2<Long, Long>> check =
                new MapOperator.Spec<>(value -> new Tuple2<>((long) value.length, (long) Arrays.hashCode(value)));
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(taskManagers)) {
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(new TestOperators.Generate<>(4, (subtask, index) -> {
                                        byte[] value = new byte[index == 2 ? size : 3];
                                        Arrays.fill(value, (byte) 7);
                                        return value;
                                    })),
                                    bytes,
                                    exchange(new Partitioning.Rebalance<>(), bytes)))
                    .vertex("sink", 2, chain(List.of(bytes), List.of(check, sink.spec()), PAIR))
                    .connect("source", 0, "sink")
                    .run();
        }
        byte[] large = new byte[size];
        Arrays.fill(large, (byte) 7);
        assertThat(sink.<Tuple2<Long, Long>>values(0))
                .contains(new Tuple2<>((long) size, (long) Arrays.hashCode(large)));
        assertThat(sink.count()).isEqualTo(4);
    }

    @Test
    void aRecordBeyondTheLimitFailsWithTheOptionThatSetsIt() {
        TypeInformation<byte[]> bytes = TypeInformation.of(byte[].class);
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(2, SMALL)
                .vertex(
                        "source",
                        1,
                        chain(
                                List.of(),
                                List.of(new TestOperators.Generate<>(1, (subtask, index) -> new byte[2 << 20])),
                                bytes,
                                exchange(new Partitioning.Broadcast<>(), bytes)))
                .vertex("sink", 2, chain(List.of(bytes), List.of(sink.spec()), bytes))
                .connect("source", 0, "sink")) {
            assertThatThrownBy(job::run)
                    .isInstanceOf(WeirException.class)
                    .hasMessageContaining("taskmanager.network.max-record-size");
        }
    }

    @Test
    void aUnionEndsWhenAllItsInputsHave() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(2)) {
            job.vertex("short", 1, pairs(3))
                    .vertex("long", 3, pairs(5000))
                    .vertex("empty", 2, pairs(0))
                    .vertex("sink", 2, chain(List.of(PAIR, PAIR, PAIR), List.of(sink.spec()), PAIR))
                    .connect("short", 0, "sink")
                    .connect("long", 0, "sink")
                    .connect("empty", 0, "sink")
                    .run();
        }
        assertThat(sink.count()).isEqualTo(3 + 3 * 5000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theUsersExceptionIsTheRootCause(int taskManagers) {
        OperatorSpec<?, ?> failing = new MapOperator.Spec<Tuple2<Long, Long>, Tuple2<Long, Long>>(pair -> {
            if (pair.f1 == 1000) {
                throw new IllegalStateException("boom at " + pair);
            }
            return pair;
        });
        try (TestJob job = job(taskManagers, 100_000, failing)) {
            assertThatThrownBy(job::run)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION))
                    .hasMessageContaining("failed on the record '(1000,1000)'")
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("boom at (1000,1000)")
                    .satisfies(e ->
                            assertThat(e.getStackTrace()[0].getClassName()).isEqualTo(TaskLifeTest.class.getName()));
        }
    }

    /** Counts its calls; fails where it is told to. */
    private static final class Lifecycle extends RichMapFunction<Tuple2<Long, Long>, Tuple2<Long, Long>> {
        static final AtomicInteger OPENED = new AtomicInteger();
        static final AtomicInteger CLOSED = new AtomicInteger();
        private final String failIn;

        Lifecycle(String failIn) {
            this.failIn = failIn;
        }

        @Override
        public void open(OpenContext context) {
            OPENED.incrementAndGet();
            assertThat(getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks())
                    .isEqualTo(2);
            failIf("open");
        }

        @Override
        public Tuple2<Long, Long> map(Tuple2<Long, Long> value) {
            failIf("map");
            return value;
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
            failIf("close");
        }

        private void failIf(String place) {
            if (place.equals(failIn)) {
                throw new IllegalArgumentException(place);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "map", "close", "nowhere"})
    void functionsThatWereOpenedAreClosed(String failIn) {
        Lifecycle.OPENED.set(0);
        Lifecycle.CLOSED.set(0);
        Throwable failure = null;
        try (TestJob job = job(1, 1000, new MapOperator.Spec<>(new Lifecycle(failIn)))) {
            job.run();
        } catch (Throwable e) {
            failure = e;
        }
        assertThat(Lifecycle.CLOSED.get()).isEqualTo(Lifecycle.OPENED.get()).isPositive();
        if (failIn.equals("nowhere")) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .hasRootCauseMessage(failIn);
        }
    }

    @Test
    void aBrokenConnectionFailsTheConsumer() {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = job(2, ENDLESS, sink.spec()).start()) {
            TestJob.await("records", () -> job.task("sink", 0).metrics().recordsIn() > 1000);
            job.breakConnections();
            job.awaitEnd();
            assertThat(job.failure())
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXCHANGE))
                    .hasMessageContaining("tm-");
        }
    }

    @Test
    void aRecordThatCannotBeSerializedNamesItsPlace() {
        try (TestJob job = new TestJob(2)) {
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(new TestOperators.Generate<Tuple2<Long, Long>>(
                                            1, (subtask, index) -> null)),
                                    PAIR,
                                    exchange(new Partitioning.Broadcast<>(), PAIR)))
                    .vertex("sink", 2, into(new TestOperators.Sink().spec()))
                    .connect("source", 0, "sink");
            assertThatThrownBy(job::run)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION))
                    .hasMessageContaining("the output of source");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void metricsCountWhatPassed(int taskManagers) throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = job(taskManagers, 10_000, sink.spec())) {
            job.run();
            long out = 0;
            long in = 0;
            long bytesOut = 0;
            long bytesIn = 0;
            for (int i = 0; i < 2; i++) {
                TaskMetrics source = job.task("source", i).metrics();
                TaskMetrics target = job.task("sink", i).metrics();
                assertThat(source.recordsIn()).isEqualTo(10_000);
                assertThat(source.recordsOut()).isEqualTo(10_000);
                assertThat(target.recordsIn()).isEqualTo(sink.values(i).size());
                out += source.recordsOut();
                in += target.recordsIn();
                bytesOut += source.bytesOut();
                bytesIn += target.bytesIn();
            }
            assertThat(in).isEqualTo(out);
            assertThat(bytesIn).isEqualTo(bytesOut).isGreaterThanOrEqualTo(20_000 * 16);
        }
    }

    @Test
    void aRecordArrivesWithoutWaitingForAFullFrame() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        OperatorSpec<?, ?> thenWait = new FlatMapOperator.Spec<Tuple2<Long, Long>, Tuple2<Long, Long>>((pair, out) -> {
            if (pair.f1 == 0) {
                out.collect(pair);
            }
        });
        // The source goes on without emitting anything: the record leaves because its consumer waits, or at the
        // time-out.
        try (TestJob job = new TestJob(2)
                .vertex(
                        "source",
                        1,
                        chain(
                                List.of(),
                                List.of(
                                        new TestOperators.Generate<>(
                                                ENDLESS, (subtask, index) -> new Tuple2<>(index, index)),
                                        thenWait),
                                PAIR,
                                exchange(new Partitioning.Broadcast<>(), PAIR)))
                .vertex("sink", 2, into(sink.spec()))
                .connect("source", 0, "sink")
                .start()) {
            TestJob.await(
                    "the record",
                    () -> job.task("sink", 0).metrics().recordsIn() == 1
                            && job.task("sink", 1).metrics().recordsIn() == 1);
        }
    }

    @Test
    void watermarksAreTheLeastOfAllChannels() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        try (TestJob job = new TestJob(2)) {
            job.vertex("source", 3, pairs(10))
                    .vertex("sink", 2, into(sink.spec()))
                    .connect("source", 0, "sink")
                    .run();
        }
        assertThat(sink.watermarks(0)).containsExactly(Long.MAX_VALUE);
        assertThat(sink.watermarks(1)).containsExactly(Long.MAX_VALUE);
    }

    @Test
    void allTakersOfARecordButTheLastGetACopy() throws Throwable {
        TestOperators.Sink first = new TestOperators.Sink();
        TestOperators.Sink second = new TestOperators.Sink();
        TestOperators.Sink far = new TestOperators.Sink();
        OperatorSpec<Tuple2<Long, Long>, Tuple2<Long, Long>> spoil = new MapOperator.Spec<>(pair -> {
            pair.f1 = -1L;
            return pair;
        });
        ChainSpec tree = new ChainSpec(
                List.of(
                        new ChainSpec.Node(
                                "source",
                                "source",
                                new TestOperators.Generate<>(5, (subtask, index) -> new Tuple2<>(index, index)),
                                PAIR,
                                List.of(1, 3),
                                List.of(0)),
                        new ChainSpec.Node("spoil", "spoil", spoil, PAIR, List.of(2), List.of()),
                        new ChainSpec.Node("first", "first", first.spec(), Types.VOID, List.of(), List.of()),
                        new ChainSpec.Node("second", "second", second.spec(), Types.VOID, List.of(), List.of())),
                List.of(),
                List.of(exchange(new Partitioning.Forward<>(), PAIR)));
        try (TestJob job = new TestJob(1)) {
            job.vertex("source", 1, tree)
                    .vertex("far", 1, into(far.spec()))
                    .connectPointwise("source", 0, "far")
                    .run();
        }
        List<Tuple2<Long, Long>> whole = List.of(
                new Tuple2<>(0L, 0L),
                new Tuple2<>(1L, 1L),
                new Tuple2<>(2L, 2L),
                new Tuple2<>(3L, 3L),
                new Tuple2<>(4L, 4L));
        assertThat(first.<Tuple2<Long, Long>>values(0))
                .allSatisfy(pair -> assertThat(pair.f1).isEqualTo(-1));
        assertThat(second.<Tuple2<Long, Long>>values(0)).isEqualTo(whole);
        assertThat(far.<Tuple2<Long, Long>>values(0)).isEqualTo(whole);
    }

    @Test
    void copyInChainProtectsWhatAProgramKeeps() throws Throwable {
        TestOperators.Sink sink = new TestOperators.Sink();
        OperatorSpec<Tuple2<Long, Long>, Tuple2<Long, Long>> reusing = new FlatMapOperator.Spec<>((pair, out) -> {
            Tuple2<Long, Long> same = new Tuple2<>(0L, 0L);
            for (long i = 0; i < 3; i++) {
                same.f0 = i;
                out.collect(same);
            }
        });
        Configuration configuration = new Configuration();
        configuration.set(io.weir.configuration.CoreOptions.COPY_IN_CHAIN, true);
        try (TestJob job = new TestJob(1).configuration(configuration)) {
            job.vertex(
                            "source",
                            1,
                            chain(
                                    List.of(),
                                    List.of(
                                            new TestOperators.Generate<>(
                                                    1, (subtask, index) -> new Tuple2<>(index, index)),
                                            reusing,
                                            sink.spec()),
                                    PAIR))
                    .run();
        }
        assertThat(sink.<Tuple2<Long, Long>>values(0))
                .containsExactly(new Tuple2<>(0L, 0L), new Tuple2<>(1L, 0L), new Tuple2<>(2L, 0L));
    }
}
