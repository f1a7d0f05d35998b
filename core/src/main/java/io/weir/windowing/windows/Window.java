package io.weir.windowing.windows;

/**
 * A part of a stream that is finite, so that something can be computed of it. Windows are values: equal ones are one
 * window, and their hash is the same in every process.
 */
public abstract class Window {
    /** Returns the last moment that belongs to the window, in milliseconds since 1970-01-01T00:00Z. */
    public abstract long maxTimestamp();
}
