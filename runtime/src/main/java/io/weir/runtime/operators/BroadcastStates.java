package io.weir.runtime.operators;

import io.weir.state.BroadcastState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.OperatorStateStore;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The broadcast state that a function may ask for, by name. The task's thread owns it. */
final class BroadcastStates {
    private final String operatorName;
    private final Map<String, BroadcastState<?, ?>> states = new HashMap<>();

    /**
     * Makes the state.
     *
     * @param context where the operator runs
     * @param descriptors what the program gave to {@code broadcast()}
     */
    BroadcastStates(OperatorContext context, List<MapStateDescriptor<?, ?>> descriptors) {
        this.operatorName = context.operatorName();
        OperatorStateStore store = context.states().ofInstance();
        for (MapStateDescriptor<?, ?> descriptor : descriptors) {
            states.put(descriptor.getName(), store.getBroadcastState(descriptor));
        }
    }

    @SuppressWarnings("unchecked") // made from the descriptor of the same name
    <K, V> BroadcastState<K, V> get(MapStateDescriptor<K, V> descriptor) {
        BroadcastState<?, ?> state = states.get(descriptor.getName());
        if (state == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The function of '" + operatorName + "' asks for the broadcast state '" + descriptor.getName()
                            + "', which was not given to broadcast(): there are " + states.keySet() + ".");
        }
        return (BroadcastState<K, V>) state;
    }
}
