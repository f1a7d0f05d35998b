package io.weir.state;

/**
 * State that elements are added to.
 *
 * @param <IN> the type of what is added
 * @param <OUT> the type of what comes out
 */
public interface AppendingState<IN, OUT> extends State {
    /** Returns what has become of all that was added, or null if nothing was. */
    OUT get();

    /**
     * Adds an element.
     *
     * @param value the element, which now belongs to the state
     */
    void add(IN value);
}
