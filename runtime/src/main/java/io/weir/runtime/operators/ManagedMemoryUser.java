package io.weir.runtime.operators;

/**
 * The spec of an operator that sorts or hashes in managed memory. The memory of a slot is divided among those that share
 * the slot when the plan is translated.
 *
 * @param <I> the type of the operator's input
 * @param <O> the type of its output
 */
public interface ManagedMemoryUser<I, O> extends OperatorSpec<I, O> {
    /**
     * Returns the same spec with another share.
     *
     * @param share which part of its slot's managed memory the operator may take, above 0 and up to 1
     */
    ManagedMemoryUser<I, O> withShare(double share);
}
