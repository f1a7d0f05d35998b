package io.weir.runtime.state;

/**
 * A column of an image: what a capture told of a state, and how it was written.
 *
 * @param column what is told of it
 * @param schema how it was written; null in images of format 1, which did not tell
 */
public record WrittenColumn(StateColumn column, StateSchema schema) {
    /** Returns whether the types alone do not tell if values can be read. */
    boolean isDoubtful() {
        return schema == null || schema.namesClasses() || !schema.isReadable();
    }
}
