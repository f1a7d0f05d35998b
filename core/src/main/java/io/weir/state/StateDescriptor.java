package io.weir.state;

import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;

/**
 * Describes state: the name that it is found by in a checkpoint, and the type of what is kept. It travels with functions
 * and does not change once state was made from it.
 *
 * @param <S> the kind of state
 * @param <T> the type of what is kept
 */
public abstract sealed class StateDescriptor<S extends State, T> implements Serializable
        permits ValueStateDescriptor,
                ListStateDescriptor,
                MapStateDescriptor,
                ReducingStateDescriptor,
                AggregatingStateDescriptor {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final TypeInformation<T> type;
    private StateTtlConfig timeToLive = StateTtlConfig.DISABLED;

    StateDescriptor(String name, TypeInformation<T> type) {
        if (name == null || name.isBlank()) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "A state needs a name, by which a checkpoint finds it.");
        }
        if (type == null) {
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "The state '" + name + "' has no type.");
        }
        this.name = name;
        this.type = type;
    }

    /** Returns the name. */
    public String getName() {
        return name;
    }

    /** Returns the type of what is kept. */
    public TypeInformation<T> getTypeInformation() {
        return type;
    }

    /**
     * Returns the state that is described, of the current key.
     *
     * @param states where it is kept
     * @return the state
     */
    public abstract S stateIn(KeyedStateStore states);

    /**
     * Lets values end when they were not used for some time.
     *
     * @param config when and how
     */
    public void enableTimeToLive(StateTtlConfig config) {
        timeToLive = config;
    }

    /** Returns when values end. */
    public StateTtlConfig getTtlConfig() {
        return timeToLive;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + name + ", " + type + ")";
    }
}
