package io.weir.runtime.graph;

import io.weir.functions.windowing.WindowFunctions;
import io.weir.plan.WindowComputation;
import io.weir.plan.WindowContents;
import io.weir.plan.WindowTransformation;
import io.weir.plan.Windowing;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.windowing.SessionWindowOperator;
import io.weir.runtime.operators.windowing.SlicedWindowOperator;
import io.weir.runtime.operators.windowing.WindowOperator;
import io.weir.windowing.assigners.AlignedTimeWindows;
import io.weir.windowing.assigners.SessionWindows;
import io.weir.windowing.windows.TimeWindow;
import io.weir.windowing.windows.Window;

/** Knows which operator computes which windows. Stateless. */
final class WindowSpecs {
    private WindowSpecs() {}

    /** Returns the operator of an operation on windows. */
    @SuppressWarnings("unchecked") // slices are only taken for time windows
    static <K, T, R, O, W extends Window> OperatorSpec<T, O> of(WindowTransformation<K, T, R, O, W> window) {
        WindowComputation<K, T, R, O, W> computation = window.computation();
        if (canBeSessions(computation)) {
            return new SessionWindowOperator.Spec<>((WindowComputation<K, T, R, O, TimeWindow>) computation);
        }
        return canBeSliced(computation)
                ? new SlicedWindowOperator.Spec<>((WindowComputation<K, T, R, O, TimeWindow>) computation)
                : new WindowOperator.Spec<>(
                        computation, window.input().settings().outputType());
    }

    /** Returns whether windows can be computed of slices. */
    private static boolean canBeSliced(WindowComputation<?, ?, ?, ?, ?> computation) {
        Windowing<?, ?> windowing = computation.windowing();
        return (Object) windowing.assigner() instanceof AlignedTimeWindows
                && isIncremental(computation)
                // with lateness a window ends long after it was computed, and slices do not know windows
                && (windowing.allowedLateness() == 0 || !WindowFunctions.isTold(computation.function()));
    }

    /** Returns whether windows are sessions of event time that are aggregated as their records come. */
    private static boolean canBeSessions(WindowComputation<?, ?, ?, ?, ?> computation) {
        return (Object) computation.windowing().assigner() instanceof SessionWindows<?> sessions
                && sessions.isEventTime()
                && isIncremental(computation);
    }

    private static boolean isIncremental(WindowComputation<?, ?, ?, ?, ?> computation) {
        Windowing<?, ?> windowing = computation.windowing();
        return windowing.evictor() == null
                && windowing.isTriggeredByDefault()
                && !(computation.contents() instanceof WindowContents.Elements);
    }
}
