package io.weir.datastream;

import io.weir.plan.Transformation;
import io.weir.state.MapStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A stream whose records reach every instance of the next operator, with the state that they may change there. The thread
 * that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class BroadcastStream<T> {
    private final DataStream<T> partitioned;
    private final List<MapStateDescriptor<?, ?>> states;

    BroadcastStream(DataStream<T> partitioned, List<MapStateDescriptor<?, ?>> states) {
        Set<String> names = new HashSet<>();
        for (MapStateDescriptor<?, ?> state : states) {
            if (!names.add(state.getName())) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "broadcast() was given two states of the name '" + state.getName()
                                + "': each needs a name of its own.");
            }
        }
        this.partitioned = partitioned;
        this.states = List.copyOf(states);
    }

    /** Returns the environment that the stream belongs to. */
    public StreamExecutionEnvironment getExecutionEnvironment() {
        return partitioned.getExecutionEnvironment();
    }

    /** Returns the type of the records. */
    public TypeInformation<T> getType() {
        return partitioned.getType();
    }

    /** Returns the operation that the records come from. */
    public Transformation<T> getTransformation() {
        return partitioned.getTransformation();
    }

    /** Returns the state that its records may change. */
    public List<MapStateDescriptor<?, ?>> getBroadcastStateDescriptors() {
        return states;
    }

    DataStream<T> stream() {
        return partitioned;
    }
}
