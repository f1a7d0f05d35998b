package io.weir.runtime.operators.windowing;

import io.weir.plan.WindowContents;
import io.weir.runtime.state.NamespacedStateStore;
import io.weir.runtime.timers.Timers;
import io.weir.serialization.TypeSerializer;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.evictors.TimestampedValue;
import io.weir.windowing.windows.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * All records of windows with their timestamps, of which an evictor takes some before or after a window is computed. What
 * the plan wants aggregated is aggregated then. The task's thread owns it.
 */
final class EvictedWindowRecords<T, R, W extends Window> extends WindowRecords<T, R, W> {
    private final ListState<TimestampedValue<T>> list;
    private final Evictor<T, W> evictor;
    private final Evictor.EvictorContext evictorContext;
    private final WindowContents<T, R> contents;
    private final TypeSerializer<T> serializer;

    EvictedWindowRecords(
            NamespacedStateStore<W> states,
            TypeInformation<T> type,
            WindowContents<T, R> contents,
            Evictor<T, W> evictor,
            Timers<?, ?> timers) {
        super(states);
        this.list = states.getListState(new ListStateDescriptor<>(STATE_NAME, timestamped(type)));
        this.contents = contents;
        this.evictor = evictor;
        this.evictorContext = new EvictorTime(timers);
        this.serializer = type.createSerializer();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class of a generic record is raw
    private static <T> TypeInformation<TimestampedValue<T>> timestamped(TypeInformation<T> type) {
        return (TypeInformation) Types.RECORD(TimestampedValue.class, Map.of("value", type));
    }

    @Override
    void add(T value, long timestamp) {
        list.add(new TimestampedValue<>(value, timestamp));
    }

    @Override
    void compute(W window, boolean kept, WindowCalls<?, R, ?, W> calls) throws Exception {
        List<TimestampedValue<T>> all = new ArrayList<>();
        list.get().forEach(all::add);
        if (all.isEmpty()) {
            return;
        }
        evictor.evictBefore(all, all.size(), window, evictorContext);
        List<T> values = new ArrayList<>(all.size());
        for (TimestampedValue<T> each : all) {
            values.add(serializer.isImmutable() || each.value() == null ? each.value() : serializer.copy(each.value()));
        }
        Iterable<R> computed = contentsOf(values);
        if (computed != null) {
            calls.compute(window, computed);
        }
        evictor.evictAfter(all, all.size(), window, evictorContext);
        list.update(all);
    }

    /** Returns what the function gets, or null if no record is left of which there could be an aggregate. */
    @SuppressWarnings("unchecked") // the kind of contents says what the type of the result is
    private Iterable<R> contentsOf(List<T> values) throws Exception {
        if (contents instanceof WindowContents.Elements<?>) {
            return (Iterable<R>) values;
        }
        if (values.isEmpty()) {
            return null;
        }
        if (contents instanceof WindowContents.Reduced<?> reduced) {
            var function = ((WindowContents.Reduced<T>) reduced).function();
            T result = values.get(0);
            for (T value : values.subList(1, values.size())) {
                result = function.reduce(result, value);
            }
            return (Iterable<R>) Collections.singletonList(result);
        }
        var function = ((WindowContents.Aggregated<T, Object, R>) contents).function();
        Object accumulator = function.createAccumulator();
        for (T value : values) {
            accumulator = function.add(value, accumulator);
        }
        return Collections.singletonList(function.getResult(accumulator));
    }

    /** The time that evictors are told. */
    private record EvictorTime(Timers<?, ?> timers) implements Evictor.EvictorContext {
        @Override
        public long getCurrentProcessingTime() {
            return timers.currentProcessingTime();
        }

        @Override
        public long getCurrentWatermark() {
            return timers.currentWatermark();
        }
    }
}
