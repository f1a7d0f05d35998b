package io.weir.state;

/**
 * One value per key.
 *
 * @param <T> the type of the value
 */
public interface ValueState<T> extends State {
    /**
     * Returns the current key's value. Change it only to {@link #update} it.
     *
     * @return the value; null as long as there is none
     */
    T value();

    /**
     * Sets the current key's value.
     *
     * @param value the value, which now belongs to the state; null is the same as {@link #clear}
     */
    void update(T value);
}
