package io.weir.windowing.windows;

import io.weir.types.TypeInformation;

/** The one window that all records belong to. */
public final class GlobalWindow extends Window {
    /** The type of the global window. */
    public static final TypeInformation<GlobalWindow> TYPE = new GlobalWindowType();

    private static final GlobalWindow INSTANCE = new GlobalWindow();

    private GlobalWindow() {}

    /** Returns the window. */
    public static GlobalWindow get() {
        return INSTANCE;
    }

    @Override
    public long maxTimestamp() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlobalWindow;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "GlobalWindow";
    }
}
