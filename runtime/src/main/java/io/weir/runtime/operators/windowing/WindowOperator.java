package io.weir.runtime.operators.windowing;

import io.weir.functions.KeySelector;
import io.weir.functions.ProcessWindowFunction;
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
import io.weir.runtime.timers.Timers;
import io.weir.serialization.TypeSerializer;
import io.weir.time.TimeDomain;
import io.weir.types.TypeInformation;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.triggers.TriggerResult;
import io.weir.windowing.windows.Window;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * Keeps the records of each key by windows, and computes a window when its trigger says so: any assigner, trigger and
 * evictor. Where the assigner and the aggregate allow, {@link SlicedWindowOperator} does the same with less. The task's
 * thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <R> the type of what the function gets
 * @param <O> the type of the results
 * @param <W> the type of the windows
 */
public final class WindowOperator<K, T, R, O, W extends Window>
        extends FunctionOperator<ProcessWindowFunction<R, O, K, W>, T, O> {
    private final KeySelector<T, K> selector;
    private final Windowing<T, W> windowing;
    private final WindowAssigner<? super T, W> assigner;
    private final Trigger<T, W> trigger;
    private final TypeSerializer<T> serializer;
    private final KeyedStateBackend<K> state;
    private final Timers<K, W> timers;
    private final WindowRecords<T, R, W> records;
    private final WindowTriggerContext<W> triggerContext;
    private final WindowCalls<K, R, O, W> calls;
    private final LateRecords<T> late;

    /** The windows that grow together, or null if the assigner's windows do not. */
    private final MergingWindowSet<W> merging;

    @SuppressWarnings("unchecked") // a trigger of supertypes takes records of T and windows of W
    private WindowOperator(OperatorContext context, Spec<K, T, R, O, W> spec, Output<O> output) {
        super(context, spec.computation().function(), output);
        this.selector = spec.computation().keying().selector();
        this.windowing = spec.computation().windowing();
        this.assigner = windowing.assigner();
        this.trigger = (Trigger<T, W>) windowing.trigger();
        this.serializer = spec.inputType().createSerializer();
        this.state = context.openKeyedState(spec.computation().keying().keyType());
        TypeInformation<W> windowType = assigner.getWindowType();
        this.timers = Timers.of(state, windowType, context.processingTime(), this::onTimer);
        this.merging = MergingWindowSet.of(assigner, state.states());
        this.records = WindowRecords.of(
                spec.computation(), spec.inputType(), state.namespaced(WindowRecords.STATE_NAME, windowType), timers);
        this.triggerContext = new WindowTriggerContext<>(timers, state.namespaced("window-trigger", windowType));
        this.calls = new WindowCalls<>(
                context,
                function,
                state,
                merging == null ? state.namespaced("window-function", windowType) : null,
                timers::currentWatermark,
                output);
        this.late = new LateRecords<>(context, windowing.lateTag());
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        boolean added = false;
        try {
            state.setCurrentKey(selector.getKey(value));
            Collection<W> windows = assigner.assignWindows(value, timestamp, timers::currentProcessingTime);
            for (Iterator<W> each = windows.iterator(); each.hasNext(); ) {
                W window = each.next();
                // each window owns its records; the last one gets the object itself
                T own = serializer.isImmutable() || !each.hasNext() ? value : serializer.copy(value);
                added |= add(window, own, timestamp);
            }
        } catch (Throwable e) {
            UserCode.recordFailed(context, e, value, timestamp);
            return;
        }
        if (!added && isLate(timestamp)) {
            late.collect(value, timestamp);
        }
    }

    /** Adds a record to one of its windows. Returns whether the window was there still. */
    private boolean add(W assigned, T value, long timestamp) throws Exception {
        W window = merging == null ? assigned : merging.add(assigned, this::merged);
        if (isGone(window)) {
            if (merging != null) {
                merging.remove(window);
            }
            return false;
        }
        W place = placeOf(window);
        records.select(place);
        records.add(value, timestamp);
        triggerContext.select(window);
        apply(trigger.onElement(value, timestamp, window, triggerContext), window, false);
        long end = cleanupTime(window);
        if (end != Long.MAX_VALUE) {
            timers.register(cleanupDomain(), window, end);
        }
        return true;
    }

    private W placeOf(W window) throws Exception {
        return merging == null ? window : merging.placeOf(window);
    }

    /** Takes over what was kept and set for windows that have become one. */
    private void merged(W result, Collection<W> windows, W place, Collection<W> places) throws Exception {
        List<W> others =
                windows.stream().filter(window -> !window.equals(result)).toList();
        triggerContext.select(result, others);
        trigger.onMerge(result, triggerContext);
        for (W window : others) {
            triggerContext.select(window);
            trigger.clear(window, triggerContext);
            timers.delete(cleanupDomain(), window, cleanupTime(window));
        }
        records.merge(place, places);
    }

    /** Does with the current window what the trigger wants. The window's records are selected. */
    private void apply(TriggerResult result, W window, boolean last) throws Exception {
        if (result.isFire()) {
            records.compute(window, !last && !result.isPurge(), calls);
            records.select(placeOf(window));
        }
        if (result.isPurge()) {
            records.clear();
        }
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        timers.advance(timestamp);
        super.watermark(timestamp);
    }

    private void onTimer(TimeDomain domain, W window, long time) throws Exception {
        W place = placeOf(window);
        if (place == null) {
            return; // the window has become part of another one
        }
        boolean last = domain == cleanupDomain() && time == cleanupTime(window);
        try {
            triggerContext.select(window);
            TriggerResult result = domain == TimeDomain.EVENT_TIME
                    ? trigger.onEventTime(time, window, triggerContext)
                    : trigger.onProcessingTime(time, window, triggerContext);
            records.select(place);
            apply(result, window, last);
        } catch (Throwable e) {
            UserCode.windowFailed(context, e, state.currentKey(), window);
        }
        if (last) {
            end(window, place);
        }
    }

    private void end(W window, W place) throws Exception {
        records.select(place);
        records.clear();
        triggerContext.select(window);
        try {
            trigger.clear(window, triggerContext);
        } catch (Throwable e) {
            UserCode.windowFailed(context, e, state.currentKey(), window);
        }
        calls.clear(window);
        if (merging != null) {
            merging.remove(window);
        }
    }

    private TimeDomain cleanupDomain() {
        return assigner.isEventTime() ? TimeDomain.EVENT_TIME : TimeDomain.PROCESSING_TIME;
    }

    /** Returns when a window is forgotten; {@link Long#MAX_VALUE} for never. */
    private long cleanupTime(W window) {
        long end = window.maxTimestamp();
        return assigner.isEventTime() ? EventTimes.plus(end, windowing.allowedLateness()) : end;
    }

    private boolean isGone(W window) {
        return assigner.isEventTime() && cleanupTime(window) <= timers.currentWatermark();
    }

    private boolean isLate(long timestamp) {
        return assigner.isEventTime()
                && EventTimes.plus(timestamp, windowing.allowedLateness()) <= timers.currentWatermark();
    }

    @Override
    public void close() throws Exception {
        timers.close();
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
     * @param inputType the type of the records
     * @param <K> the type of the keys
     * @param <T> the type of the records
     * @param <R> the type of what the function gets
     * @param <O> the type of the results
     * @param <W> the type of the windows
     */
    public record Spec<K, T, R, O, W extends Window>(
            WindowComputation<K, T, R, O, W> computation, TypeInformation<T> inputType) implements OperatorSpec<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new WindowOperator<>(context, this, output);
        }
    }
}
