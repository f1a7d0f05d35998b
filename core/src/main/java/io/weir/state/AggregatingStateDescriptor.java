package io.weir.state;

import io.weir.types.TypeInformation;

/**
 * Describes an {@link AggregatingState}.
 *
 * @param <IN> the type of the values
 * @param <ACC> the type of the accumulator, which is what is kept
 * @param <OUT> the type of the result
 */
public final class AggregatingStateDescriptor<IN, ACC, OUT> extends StateDescriptor<AggregatingState<IN, OUT>, ACC> {
    private static final long serialVersionUID = 1L;

    private final AggregateOperation<IN, ACC, OUT> function;

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param function aggregates, usually an {@code io.weir.functions.AggregateFunction}
     * @param accumulatorType the class of the accumulator
     */
    public AggregatingStateDescriptor(
            String name, AggregateOperation<IN, ACC, OUT> function, Class<ACC> accumulatorType) {
        this(name, function, TypeInformation.of(accumulatorType));
    }

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param function aggregates, usually an {@code io.weir.functions.AggregateFunction}
     * @param accumulatorType the type of the accumulator
     */
    public AggregatingStateDescriptor(
            String name, AggregateOperation<IN, ACC, OUT> function, TypeInformation<ACC> accumulatorType) {
        super(name, accumulatorType);
        this.function = function;
    }

    /** Returns what aggregates. */
    public AggregateOperation<IN, ACC, OUT> getAggregateFunction() {
        return function;
    }

    @Override
    public AggregatingState<IN, OUT> stateIn(KeyedStateStore states) {
        return states.getAggregatingState(this);
    }
}
