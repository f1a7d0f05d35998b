package io.weir.testing.operators;

import io.weir.runtime.operators.OperatorSpec;
import io.weir.state.State;
import io.weir.state.StateDescriptor;
import java.util.Set;

/**
 * Runs an operator with one keyed input by hand, and looks into the state of its keys; see {@link OperatorTestHarness}. The
 * thread of the test owns it.
 *
 * @param <K> the type of the keys
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public final class KeyedOneInputStreamOperatorTestHarness<K, I, O> extends OneInputStreamOperatorTestHarness<I, O> {
    /**
     * Creates it for the only instance, not yet open.
     *
     * @param spec how the operator is made
     */
    public KeyedOneInputStreamOperatorTestHarness(OperatorSpec<I, O> spec) {
        super(spec);
    }

    /**
     * Creates it for one of several instances, not yet open.
     *
     * @param spec how the operator is made
     * @param instance which instance it is
     */
    public KeyedOneInputStreamOperatorTestHarness(OperatorSpec<I, O> spec, OperatorInstance instance) {
        super(spec, instance);
    }

    /**
     * Returns the keys that have state.
     *
     * @return the keys
     * @throws Exception if the state cannot be read
     */
    @SuppressWarnings("unchecked") // the operator's keys are of this type
    public Set<K> getKeys() throws Exception {
        return (Set<K>) keysWithState();
    }

    /**
     * Returns how many keys have state: 0 after all of it was cleared.
     *
     * @return the number of keys
     * @throws Exception if the state cannot be read
     */
    public int numKeyedStateEntries() throws Exception {
        return keysWithState().size();
    }

    /**
     * Returns state of a key, as the function sees it.
     *
     * @param key the key
     * @param descriptor describes the state as the function does
     * @param <S> the kind of state
     * @return the state
     */
    public <S extends State> S getState(K key, StateDescriptor<S, ?> descriptor) {
        return stateOf(key, descriptor);
    }
}
