package io.weir.datastream;

import io.weir.functions.OutputTag;
import io.weir.plan.Windowing;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.Window;
import java.time.Duration;
import java.util.Objects;

/** What a program has said of its windows so far. The thread that builds the program owns it. */
final class WindowSettings<T, W extends Window> {
    private final WindowAssigner<? super T, W> assigner;
    private Trigger<? super T, ? super W> trigger;
    private Evictor<? super T, ? super W> evictor;
    private long allowedLateness;
    private OutputTag<T> lateTag;

    WindowSettings(WindowAssigner<? super T, W> assigner) {
        this.assigner = Objects.requireNonNull(assigner, "assigner is null");
        this.trigger = triggerOf(assigner);
    }

    private static <T, W extends Window> Trigger<? super T, ? super W> triggerOf(WindowAssigner<T, W> assigner) {
        return assigner.getDefaultTrigger();
    }

    void trigger(Trigger<? super T, ? super W> newTrigger) {
        trigger = Objects.requireNonNull(newTrigger, "trigger is null");
    }

    void evictor(Evictor<? super T, ? super W> newEvictor) {
        evictor = Objects.requireNonNull(newEvictor, "evictor is null");
    }

    void allowedLateness(Duration lateness) {
        if (lateness.isNegative()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "The allowed lateness is " + lateness + "; it cannot be negative.");
        }
        allowedLateness = lateness.toMillis();
    }

    void lateTag(OutputTag<T> tag) {
        lateTag = Objects.requireNonNull(tag, "outputTag is null");
    }

    TypeInformation<W> windowType() {
        return assigner.getWindowType();
    }

    Windowing<T, W> windowing() {
        return new Windowing<>(assigner, trigger, evictor, allowedLateness, lateTag);
    }
}
