package io.weir.state;

import io.weir.types.TypeInformation;

/**
 * Describes a {@link ValueState}.
 *
 * @param <T> the type of the value
 */
public final class ValueStateDescriptor<T> extends StateDescriptor<ValueState<T>, T> {
    private static final long serialVersionUID = 1L;

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param type the class of the value
     */
    public ValueStateDescriptor(String name, Class<T> type) {
        this(name, TypeInformation.of(type));
    }

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param type the type of the value
     */
    public ValueStateDescriptor(String name, TypeInformation<T> type) {
        super(name, type);
    }

    @Override
    public ValueState<T> stateIn(KeyedStateStore states) {
        return states.getState(this);
    }
}
