package io.weir.state;

import io.weir.types.TypeInformation;

/**
 * Describes a {@link ReducingState}.
 *
 * @param <T> the type of the values
 */
public final class ReducingStateDescriptor<T> extends StateDescriptor<ReducingState<T>, T> {
    private static final long serialVersionUID = 1L;

    private final ReduceOperation<T> function;

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param function combines two values, usually an {@code io.weir.functions.ReduceFunction}
     * @param type the class of the values
     */
    public ReducingStateDescriptor(String name, ReduceOperation<T> function, Class<T> type) {
        this(name, function, TypeInformation.of(type));
    }

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param function combines two values, usually an {@code io.weir.functions.ReduceFunction}
     * @param type the type of the values
     */
    public ReducingStateDescriptor(String name, ReduceOperation<T> function, TypeInformation<T> type) {
        super(name, type);
        this.function = function;
    }

    /** Returns what combines two values. */
    public ReduceOperation<T> getReduceFunction() {
        return function;
    }

    @Override
    public ReducingState<T> stateIn(KeyedStateStore states) {
        return states.getReducingState(this);
    }
}
