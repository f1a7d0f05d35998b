package io.weir.runtime.operators.windowing;

import io.weir.functions.KeySelector;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.WindowComputation;
import io.weir.plan.Windowing;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.UserCode;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.timers.EventTimes;
import io.weir.runtime.timers.ProcessingTime;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.assigners.AlignedTimeWindows;
import io.weir.windowing.windows.TimeWindow;
import java.util.Collections;

/**
 * Computes tumbling and sliding time windows with an incremental aggregate of slices: a record updates one slice, whatever
 * the number of its windows, and a window is a merge of slices. There is one timer per task, not one per key and window.
 * The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <R> the type of what the function gets
 * @param <O> the type of the results
 */
public final class SlicedWindowOperator<K, T, R, O>
        extends FunctionOperator<ProcessWindowFunction<R, O, K, TimeWindow>, T, O> {
    private final KeySelector<T, K> selector;
    private final boolean eventTime;
    private final long size;
    private final long allowedLateness;
    private final boolean emitting;
    private final SliceAggregate<T, Object, R> aggregate;
    private final WindowSlices<K> slices;
    private final KeyedStateBackend<K> state;
    private final WindowCalls<K, R, O, TimeWindow> calls;
    private final LateRecords<T> late;
    private final ProcessingTime clock;

    /** How far time has come: the watermark, or in processing time the last moment of the windows that are computed. */
    private long progress;

    private long watermark = Long.MIN_VALUE;
    private ProcessingTime.Scheduled scheduled;
    private long scheduledTime = Long.MAX_VALUE;

    private SlicedWindowOperator(OperatorContext context, Spec<K, T, R, O> spec, Output<O> output) {
        super(context, spec.computation().function(), output);
        Windowing<T, TimeWindow> windowing = spec.computation().windowing();
        AlignedTimeWindows windows = (AlignedTimeWindows) (Object) windowing.assigner();
        this.selector = spec.computation().keying().selector();
        this.eventTime = windows.isEventTime();
        this.size = windows.getSize();
        this.allowedLateness = eventTime ? windowing.allowedLateness() : 0;
        this.emitting = WindowFunctions.isEmitting(function);
        this.aggregate = SliceAggregate.of(spec.computation().contents());
        TypeInformation<K> keyType = spec.computation().keying().keyType();
        this.state = context.openKeyedState(keyType);
        this.slices = new WindowSlices<>(SlicePattern.of(windows), allowedLateness, state, aggregate);
        this.calls = new WindowCalls<>(
                context,
                function,
                state,
                state.namespaced("window-function", TimeWindow.TYPE),
                () -> watermark,
                output);
        this.late = new LateRecords<>(context, windowing.lateTag());
        this.clock = context.processingTime();
        state.attach(slices);
        this.progress = slices.restoredProgress();
        this.watermark = eventTime ? progress : Long.MIN_VALUE;
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (!eventTime) {
            schedule();
        }
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        // A clock that was turned back does not take records to windows that are gone.
        long time = eventTime ? timestamp : Math.max(clock.now(), progress + 1);
        if (time == NO_TIMESTAMP) {
            throw withoutTimestamp();
        }
        WindowSlices.Slice<K> slice;
        try {
            slice = slices.sliceOf(time, progress);
        } catch (IllegalArgumentException e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        if (slice == null) {
            // windows that are farther apart than long leave gaps, whose records are not late
            if (eventTime && EventTimes.plus(time, allowedLateness) <= watermark) {
                late.collect(value, timestamp);
            }
            return;
        }
        K key;
        try {
            key = selector.getKey(value);
            CapturedTable.Row<Object> row = slice.table.own(key);
            row.value = aggregate.add(row.value, value);
            slices.changed(slice, key);
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        if (slice.firstEnd - 1 <= progress) {
            computeAgain(slice, key);
        }
        if (!eventTime && slices.nextEnd() < scheduledTime) {
            schedule();
        }
    }

    private WeirException withoutTimestamp() {
        return new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "The windows of '" + context.operatorName() + "' met a record without a timestamp: call"
                        + " assignTimestampsAndWatermarks() before window(), or use windows of processing time.");
    }

    /** Computes the windows of a late record that were computed before, for its key. */
    private void computeAgain(WindowSlices.Slice<K> slice, K key) throws Exception {
        for (long end : slices.computedEnds(slice, progress)) {
            Object merged = slices.merged(end, key);
            if (merged != null) {
                compute(new TimeWindow(end - size, end), key, merged);
            }
        }
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        // Sources that go on from a checkpoint begin with earlier ones than those that windows were computed at.
        watermark = Math.max(watermark, timestamp);
        if (eventTime) {
            advance(watermark);
        }
        super.watermark(timestamp);
    }

    private void schedule() {
        if (scheduled != null) {
            scheduled.cancel();
        }
        scheduledTime = slices.nextEnd();
        scheduled = scheduledTime == Long.MAX_VALUE ? null : clock.schedule(scheduledTime, this::onClock);
    }

    private void onClock() throws Exception {
        scheduled = null;
        scheduledTime = Long.MAX_VALUE;
        advance(Math.max(progress, clock.now() - 1));
        schedule();
    }

    private void advance(long to) throws Exception {
        progress = to;
        slices.advance(to);
        while (slices.nextEnd() != Long.MAX_VALUE && slices.nextEnd() - 1 <= to) {
            computeAll(slices.nextEnd());
            slices.computed();
        }
        slices.expire(to);
    }

    /** Computes a window for all its keys. */
    private void computeAll(long end) throws Exception {
        TimeWindow window = new TimeWindow(end - size, end);
        WindowSlices.Slice<K> only = slices.onlySliceOf(end);
        if (only != null) {
            boolean kept = slices.isNeededAfter(only, end);
            only.table.forEach((key, value) -> computeNew(window, key, kept ? aggregate.copy(value) : value));
        } else {
            slices.merged(end).forEach((key, value) -> computeNew(window, key, value));
        }
    }

    private void computeNew(TimeWindow window, K key, Object kept) throws Exception {
        if (!slices.wasComputed(window.getEnd(), key)) {
            compute(window, key, kept);
        }
    }

    @SuppressWarnings("unchecked") // a function that emits what it gets has results of the type that it gets
    private void compute(TimeWindow window, K key, Object kept) throws Exception {
        if (kept instanceof SliceMerging.Failed failed) {
            UserCode.windowFailed(context, failed.cause(), key, window);
            return;
        }
        R result;
        try {
            result = aggregate.result(kept);
        } catch (Throwable e) {
            UserCode.windowFailed(context, e, key, window);
            return;
        }
        if (emitting) {
            output.collect((O) result, window.maxTimestamp());
            return;
        }
        state.setCurrentKey(key);
        calls.compute(window, Collections.singletonList(result));
        if (allowedLateness == 0) {
            calls.clear(window);
        }
    }

    @Override
    public void close() throws Exception {
        if (scheduled != null) {
            scheduled.cancel();
        }
        try {
            late.close();
            super.close();
        } finally {
            state.close();
        }
    }

    /**
     * How it is made.
     *
     * @param computation what the plan says
     * @param <K> the type of the keys
     * @param <T> the type of the records
     * @param <R> the type of what the function gets
     * @param <O> the type of the results
     */
    public record Spec<K, T, R, O>(WindowComputation<K, T, R, O, TimeWindow> computation)
            implements OperatorSpec<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new SlicedWindowOperator<>(context, this, output);
        }
    }
}
