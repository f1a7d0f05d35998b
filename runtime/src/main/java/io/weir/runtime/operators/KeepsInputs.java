package io.weir.runtime.operators;

/**
 * The spec of an operator with two inputs that can keep one of them, sorted or hashed as it needs it, from superstep to
 * superstep of an iteration where only the other one changes; see {@link Operator#rest}.
 *
 * @param <I> the type of the operator's first input
 * @param <O> the type of its output
 */
public interface KeepsInputs<I, O> extends OperatorSpec<I, O> {
    /**
     * Returns the same spec for an operator that keeps an input.
     *
     * @param ordinal which one, 0 or 1
     * @return null if it cannot
     */
    OperatorSpec<I, O> keeping(int ordinal);
}
