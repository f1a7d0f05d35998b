package io.weir.runtime.state;

import io.weir.state.KeyedStateStore;
import io.weir.state.OperatorStateStore;
import io.weir.state.StateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.util.WeirException;
import java.util.List;

/**
 * All that one operator instance keeps: state by key, with timers and whatever else is attached to it, and state of the
 * instance. It starts from an image, and can be captured between two records. The task's thread owns it.
 */
public final class OperatorStates {
    private final StateBackend backend;
    private final StateBackend.Place place;
    private final HeapOperatorStates ofInstance;
    private KeyedStateBackend<?> keyed;

    /**
     * Creates it.
     *
     * @param backend where state by key is kept
     * @param place which instance it is, and what it starts from
     */
    public OperatorStates(StateBackend backend, StateBackend.Place place) {
        this.backend = backend;
        this.place = place;
        this.ofInstance = new HeapOperatorStates(place.clock(), place.classLoader(), place.image());
    }

    /**
     * Makes the state by key. At most once.
     *
     * @param keyType the type of the keys
     * @param <K> the type of the keys
     * @return the state; whoever asks for it closes it
     */
    public <K> KeyedStateBackend<K> openKeyed(TypeInformation<K> keyType) {
        if (keyed != null) {
            throw new IllegalStateException("There is keyed state already");
        }
        KeyedStateBackend<K> opened = backend.createKeyedState(keyType, place);
        keyed = opened;
        return opened;
    }

    /** Returns the state by key, or null if the operator has not asked for any. */
    public KeyedStateBackend<?> keyed() {
        return keyed;
    }

    /** Returns the state of the instance. */
    public OperatorStateStore ofInstance() {
        return ofInstance;
    }

    /** Returns what the operator started from. */
    public OperatorImage image() {
        return place.image();
    }

    /**
     * Checks that state by key does not get lost because the operator has no keys any more; to be called once it is open.
     *
     * @param allowed whether it may get lost
     * @throws WeirException if there is such state, and it may not
     */
    public void checkKeyedStateIsTaken(boolean allowed) {
        OperatorImage image = place.image();
        if (keyed != null || allowed || !image.hadKeyedValues()) {
            return;
        }
        image.check(StateName.ALL_KEYED, () -> {
            throw image.incompatible(
                    StateName.ALL_KEYED,
                    "the operator has no keys any more",
                    "give it its keys again (keyBy), or another uid, or leave the state behind with"
                            + " --allow-non-restored-state");
        });
    }

    /**
     * Asks for a state as a function would that asks for it later; where state by key is on the heap.
     *
     * @param state which of those that it starts from
     * @param descriptor what the function would ask with
     */
    public void askFor(StateName state, StateDescriptor<?, ?> descriptor) {
        if (!state.keyed()) {
            ofInstance.askFor(descriptor);
        } else if (keyed instanceof HeapKeyedStateBackend<?> heap) {
            KeyedStateStore store = state.isOfStore() ? heap.store(state.store()) : heap.states();
            if (store != null) {
                descriptor.stateIn(store);
            }
        }
    }

    /**
     * Returns all that is kept as it is now, in a time that does not depend on how much it is. Operators bring it up to
     * date before; see {@code Operator.prepareCapture}.
     *
     * @param checkpointId the number of the checkpoint
     * @return the capture, to be closed by whoever has written it
     */
    public OperatorCapture capture(long checkpointId) {
        return capture(checkpointId, true);
    }

    /**
     * Returns all that is kept as it is now.
     *
     * @param checkpointId the number of the checkpoint
     * @param portable whether any backend must be able to start from it
     * @return the capture, to be closed by whoever has written it
     */
    public OperatorCapture capture(long checkpointId, boolean portable) {
        Versions.Lease lease = ofInstance.freeze();
        List<HeapOperatorStates.Frozen> frozen = ofInstance.frozen();
        return new OperatorCapture(checkpointId, keyed == null ? null : keyed.capture(portable), frozen, lease);
    }
}
