package io.weir.execution;

import io.weir.plan.Transformation;

/**
 * Records that the batch part of a program computes, as the other API takes them. The thread that builds the program owns
 * it.
 *
 * @param <T> the type of the records
 */
public interface BatchRecords<T> {
    /** Returns the program that they are part of. */
    Program getProgram();

    /** Returns the operation that they come from. */
    Transformation<T> getTransformation();
}
