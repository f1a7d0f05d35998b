package io.weir.runtime.operators;

import java.io.Serializable;

/**
 * How an operator is made in its task. Specs carry the user's functions; they travel as bytes inside a
 * {@link ChainSpec}. Each operator class has its own as a nested record named {@code Spec}.
 *
 * @param <I> the type of the operator's input
 * @param <O> the type of its output
 */
public interface OperatorSpec<I, O> extends Serializable {
    /**
     * Makes the operator.
     *
     * @param context where it runs
     * @param output where its results go
     * @return the operator, not yet open
     */
    Operator<I, O> create(OperatorContext context, Output<O> output);
}
