package io.weir.plan;

import io.weir.functions.BaseBroadcastProcessFunction;
import io.weir.functions.Function;
import io.weir.state.MapStateDescriptor;
import java.util.List;

/**
 * Gives the records of a stream, and all records of a broadcast one to every instance, to one function.
 *
 * @param function takes the records; a keyed one if the stream has keys
 * @param states the broadcast state that the function may ask for
 */
public record BroadcastConnection(BaseBroadcastProcessFunction function, List<MapStateDescriptor<?, ?>> states)
        implements Function {
    private static final long serialVersionUID = 1L;

    /** Takes a copy of the list. */
    public BroadcastConnection {
        states = List.copyOf(states);
    }
}
