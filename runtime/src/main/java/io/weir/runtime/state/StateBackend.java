package io.weir.runtime.state;

import io.weir.types.TypeInformation;
import java.util.function.LongSupplier;

/** Where operators keep state. Stateless; any thread may use it. */
public interface StateBackend {
    /**
     * Makes the keyed state of one operator instance.
     *
     * @param keyType the type of the keys
     * @param place where it is kept
     * @param <K> the type of the keys
     * @return the state
     */
    <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, Place place);

    /**
     * Where an operator instance keeps its state.
     *
     * @param groups the key groups of the instance
     * @param clock processing time in milliseconds
     * @param classLoader knows the program's classes
     * @param image what the instance starts from
     */
    record Place(KeyGroupRange groups, LongSupplier clock, ClassLoader classLoader, OperatorImage image) {}
}
