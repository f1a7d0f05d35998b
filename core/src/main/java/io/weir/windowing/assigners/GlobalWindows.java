package io.weir.windowing.assigners;

import io.weir.types.TypeInformation;
import io.weir.windowing.triggers.EndOfStreamTrigger;
import io.weir.windowing.triggers.NeverTrigger;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.GlobalWindow;
import java.util.Collection;
import java.util.List;

/** One window for all records of a key. By default it is never computed: it needs a trigger. */
public final class GlobalWindows extends WindowAssigner<Object, GlobalWindow> {
    private static final long serialVersionUID = 1L;

    private final boolean atTheEnd;

    private GlobalWindows(boolean atTheEnd) {
        this.atTheEnd = atTheEnd;
    }

    /** Returns windows that are computed as their trigger says. */
    public static GlobalWindows create() {
        return new GlobalWindows(false);
    }

    /** Returns windows that are computed when the stream has ended, unless the program names another trigger. */
    public static GlobalWindows createWithEndOfStreamTrigger() {
        return new GlobalWindows(true);
    }

    @Override
    public Collection<GlobalWindow> assignWindows(Object element, long timestamp, WindowAssignerContext context) {
        return List.of(GlobalWindow.get());
    }

    @Override
    public Trigger<Object, GlobalWindow> getDefaultTrigger() {
        return atTheEnd ? new EndOfStreamTrigger() : new NeverTrigger();
    }

    @Override
    public TypeInformation<GlobalWindow> getWindowType() {
        return GlobalWindow.TYPE;
    }

    @Override
    public boolean isEventTime() {
        return atTheEnd;
    }

    @Override
    public String toString() {
        return "GlobalWindows()";
    }
}
