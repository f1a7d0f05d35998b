package io.weir.plan;

import io.weir.functions.OutputTag;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.Window;
import java.io.Serializable;
import java.util.Objects;

/**
 * Which windows records belong to, and when these are computed.
 *
 * @param assigner says which windows a record belongs to
 * @param trigger says when a window is computed
 * @param evictor takes records out of a window that is computed, or null
 * @param allowedLateness how long a window is kept after its end, in milliseconds
 * @param lateTag where records go whose windows are all gone, or null
 * @param <T> the type of the records
 * @param <W> the type of the windows
 */
public record Windowing<T, W extends Window>(
        WindowAssigner<? super T, W> assigner,
        Trigger<? super T, ? super W> trigger,
        Evictor<? super T, ? super W> evictor,
        long allowedLateness,
        OutputTag<T> lateTag)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks that the parts are there. */
    public Windowing {
        Objects.requireNonNull(assigner, "assigner is null");
        Objects.requireNonNull(trigger, "trigger is null");
    }

    /** Returns whether windows are computed just when the assigner says. */
    public boolean isTriggeredByDefault() {
        return trigger.getClass() == assigner.getDefaultTrigger().getClass();
    }
}
