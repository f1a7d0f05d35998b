package io.weir.state;

/** What a function keeps between records. For the current key, the current subtask or all of them, depending on its kind. */
public interface State {
    /** Forgets what is kept. */
    void clear();
}
