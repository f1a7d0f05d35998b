package io.weir.windowing.triggers;

import io.weir.serialization.TypeSerializer;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.windowing.windows.Window;

/**
 * Computes a window when a record is farther than a threshold from the one that made the window be computed last.
 *
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public final class DeltaTrigger<T, W extends Window> extends Trigger<T, W> {
    private static final long serialVersionUID = 1L;

    private final double threshold;
    private final DeltaFunction<T> function;
    private final TypeInformation<T> type;
    private final ValueStateDescriptor<T> last;

    /** Made where it is needed. The task's thread owns it. */
    private transient TypeSerializer<T> serializer;

    private DeltaTrigger(double threshold, DeltaFunction<T> function, TypeInformation<T> type) {
        this.threshold = threshold;
        this.function = function;
        this.type = type;
        this.last = new ValueStateDescriptor<>("last-element", type);
    }

    /**
     * Returns the trigger.
     *
     * @param threshold the distance that a record must exceed
     * @param deltaFunction measures distances
     * @param type the type of the records
     * @param <T> the type of the records
     * @param <W> the type of the windows
     * @return the trigger
     */
    public static <T, W extends Window> DeltaTrigger<T, W> of(
            double threshold, DeltaFunction<T> deltaFunction, TypeInformation<T> type) {
        return new DeltaTrigger<>(threshold, deltaFunction, type);
    }

    @Override
    public TriggerResult onElement(T element, long timestamp, W window, TriggerContext context) throws Exception {
        ValueState<T> lastElement = context.getPartitionedState(last);
        T before = lastElement.value();
        if (before == null) {
            lastElement.update(ownCopy(element));
            return TriggerResult.CONTINUE;
        }
        if (function.getDelta(before, element) > threshold) {
            lastElement.update(ownCopy(element));
            return TriggerResult.FIRE;
        }
        return TriggerResult.CONTINUE;
    }

    /** The window keeps the record, too, and functions may change it there. */
    private T ownCopy(T element) {
        if (serializer == null) {
            serializer = type.createSerializer();
        }
        return serializer.isImmutable() ? element : serializer.copy(element);
    }

    @Override
    public TriggerResult onEventTime(long time, W window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, W window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public void clear(W window, TriggerContext context) {
        context.getPartitionedState(last).clear();
    }

    @Override
    public String toString() {
        return "DeltaTrigger(" + threshold + ")";
    }
}
