package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.MapFunction;
import io.weir.functions.SourceFunction;
import io.weir.plan.Keying;
import io.weir.runtime.operators.ChainInput;
import io.weir.runtime.operators.KeyedReduceOperator;
import io.weir.runtime.operators.MapOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.SourceFunctionOperator;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.state.CheckpointedFunction;
import io.weir.state.FunctionInitializationContext;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What operators keep can be captured, and another instance goes on from it. */
class OperatorCaptureTest {
    private static final int MAX_PARALLELISM = 16;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A sum that a reduce changes in place. */
    public static final class Sum {
        public String key;
        public long value;

        public Sum() {}

        Sum(String key, long value) {
            this.key = key;
            this.value = value;
        }
    }

    private static final class Gathering<T> extends Output<T> {
        final List<T> values = new ArrayList<>();

        @Override
        public void collect(T value, long timestamp) {
            values.add(value);
        }

        @Override
        public void watermark(long timestamp) {
            // not looked at
        }

        @Override
        public void idle(boolean idle) {
            // not looked at
        }
    }

    private static <I, O> LoneOperator<I, O> operator(
            OperatorSpec<I, O> spec, Output<O> output, int parallelism, int subtask, OperatorImage image) {
        LoneOperator.Place place = new LoneOperator.Place("test", parallelism, MAX_PARALLELISM, subtask, image);
        return new LoneOperator<>(place, spec, new ManualProcessingTime(), output, side -> new Gathering<>());
    }

    private static <I, O> LoneOperator<I, O> operator(OperatorSpec<I, O> spec, Output<O> output, OperatorImage image) {
        return operator(spec, output, 1, 0, image);
    }

    private static KeyedReduceOperator.Spec<String, Sum> reduce() {
        return new KeyedReduceOperator.Spec<>(
                new Keying<>(value -> value.key, Types.STRING),
                (first, second) -> {
                    first.value += second.value;
                    return first;
                },
                TypeInformation.of(Sum.class));
    }

    @Test
    void reducedValuesGoOnAtAnotherParallelism() throws Exception {
        LoneOperator<Sum, Sum> operator = operator(reduce(), new Gathering<>(), OperatorImage.EMPTY);
        operator.open();
        for (int i = 0; i < 300; i++) {
            operator.input().collect(new Sum("key " + i % 100, i), Output.NO_TIMESTAMP);
        }
        OperatorImage image = operator.capture(7);
        operator.input().collect(new Sum("key 1", 1_000_000), Output.NO_TIMESTAMP);

        Map<String, Long> sums = new HashMap<>();
        List<OperatorImage> images = OperatorImage.divide(List.of(image), MAX_PARALLELISM, 3);
        for (int subtask = 0; subtask < 3; subtask++) {
            Gathering<Sum> output = new Gathering<>();
            LoneOperator<Sum, Sum> next = operator(reduce(), output, 3, subtask, images.get(subtask));
            next.open();
            for (int i = 0; i < 100; i++) {
                next.input().collect(new Sum("key " + i, 1), Output.NO_TIMESTAMP);
            }
            // Of keys of others there is nothing yet.
            output.values.stream().filter(sum -> sum.value > 1).forEach(sum -> sums.put(sum.key, sum.value));
            next.close();
        }
        operator.close();
        assertThat(sums).hasSize(100);
        assertThat(sums).containsEntry("key 1", 1L + 101 + 201 + 1).containsEntry("key 99", 99L + 199 + 299 + 1);
    }

    /** Numbers records, across restarts. */
    private static final class Numbering implements MapFunction<String, String>, CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private transient ListState<Long> state;
        private transient OptionalLong restoredFrom;
        private long next;

        @Override
        public String map(String value) {
            return restoredFrom.orElse(-1) + ":" + next++ + value;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            state.update(List.of(next));
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("next", Types.LONG));
            restoredFrom = context.getRestoredCheckpointId();
            assertThat(context.isRestored()).isEqualTo(restoredFrom.isPresent());
            state.get().forEach(number -> next = number);
        }
    }

    @Test
    void functionsKeepStateOfTheirOwn() throws Exception {
        Gathering<String> output = new Gathering<>();
        LoneOperator<String, String> first =
                operator(new MapOperator.Spec<>(new Numbering()), output, OperatorImage.EMPTY);
        first.open();
        first.input().collect("a", Output.NO_TIMESTAMP);
        first.input().collect("b", Output.NO_TIMESTAMP);
        OperatorImage image = first.capture(5);
        first.close();

        LoneOperator<String, String> second = operator(new MapOperator.Spec<>(new Numbering()), output, image);
        second.open();
        second.input().collect("c", Output.NO_TIMESTAMP);
        second.close();
        assertThat(output.values).containsExactly("-1:0a", "-1:1b", "5:2c");
    }

    /** Emits numbers in sequence; its position and what it has emitted agree under the lock. */
    private static final class Counting implements SourceFunction<Long>, CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private final long end;
        private transient ListState<Long> state;
        private long next;
        private volatile boolean canceled;

        Counting(long end) {
            this.end = end;
        }

        @Override
        public void run(SourceContext<Long> context) {
            while (!canceled && next < end) {
                synchronized (context.getCheckpointLock()) {
                    // More than fits, so that it waits with the lock held.
                    for (int i = 0; i < 10_000; i++) {
                        context.collect(next++);
                    }
                }
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            state.update(List.of(next));
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("next", Types.LONG));
            state.get().forEach(number -> next = number);
        }
    }

    @Test
    void aSourceFunctionIsCapturedWithAllThatItHasEmittedAndNoMore() throws Exception {
        long end = 200_000;
        Gathering<Long> output = new Gathering<>();
        OperatorImage image = OperatorImage.EMPTY;
        for (int checkpoint = 1; checkpoint <= 3; checkpoint++) {
            LoneOperator<Void, Long> source =
                    operator(new SourceFunctionOperator.Spec<>(new Counting(end), Types.LONG), output, image);
            source.open();
            ChainInput input = (ChainInput) source.input();
            source.runMailUntil(input::hasWork, PATIENCE_NANOS);
            input.step();
            image = source.capture(checkpoint);
            source.close();
        }
        LoneOperator<Void, Long> last =
                operator(new SourceFunctionOperator.Spec<>(new Counting(end), Types.LONG), output, image);
        last.open();
        ChainInput input = (ChainInput) last.input();
        while (!input.isFinished()) {
            assertThat(last.runMailUntil(input::hasWork, PATIENCE_NANOS)).isTrue();
            input.step();
        }
        last.close();
        List<Long> expected = new ArrayList<>();
        for (long number = 0; number < end; number++) {
            expected.add(number);
        }
        assertThat(output.values).isEqualTo(expected);
    }

    /** Emits some numbers and stays. */
    private static final class Telling implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;
        private static final int MANY = 1_000;

        private final transient CountDownLatch told = new CountDownLatch(1);
        private final transient CountDownLatch canceled = new CountDownLatch(1);

        @Override
        public void run(SourceContext<Long> context) throws InterruptedException {
            for (long number = 0; number < MANY; number++) {
                context.collect(number);
            }
            told.countDown();
            canceled.await();
        }

        @Override
        public void cancel() {
            canceled.countDown();
        }
    }

    @Test
    void whatASourceFunctionWithoutStateHasEmittedIsBeforeTheCapture() throws Exception {
        Gathering<Long> output = new Gathering<>();
        Telling function = new Telling();
        LoneOperator<Void, Long> source =
                operator(new SourceFunctionOperator.Spec<>(function, Types.LONG), output, OperatorImage.EMPTY);
        source.open();
        assertThat(function.told.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        source.capture(1);
        assertThat(output.values).hasSize(Telling.MANY);
        source.close();
    }
}
