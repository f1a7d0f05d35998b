package io.weir.runtime.state;

import io.weir.state.StateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The states of a store, with the values of the current key, or of the current key and namespace. The task's thread owns
 * it.
 */
public abstract class Cells {
    /** Processing time in milliseconds. */
    public final LongSupplier clock;

    private final String store;
    private final String namespaceType;
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    /**
     * Creates it without states.
     *
     * @param store the name of the store, or empty
     * @param namespaceType the type of its namespaces, or empty
     * @param clock processing time
     */
    protected Cells(String store, String namespaceType, LongSupplier clock) {
        this.store = store;
        this.namespaceType = namespaceType;
        this.clock = clock;
    }

    /** Returns a value that the program may change, or null. */
    public abstract <T> T own(Slot slot);

    /** Returns a value as the program may see it, or null. */
    public abstract <T> T see(Slot slot, boolean immutable);

    /**
     * Sets a value.
     *
     * @param place the place of the state
     * @param value the value, or null for none
     */
    public abstract void set(int place, Object value);

    /** Learns that a state was used whose values end. */
    public abstract void expiringUsed(StateTtlConfig config);

    /**
     * Returns a place for the values of a new state.
     *
     * @param descriptor the state
     * @param column how captures tell of it
     */
    protected abstract int newPlace(StateDescriptor<?, ?> descriptor, StateColumn column);

    /** Learns of a new state, whose values may be in what the operator started from. */
    protected abstract void added(Slot slot);

    /** Returns the place of a state, which is new if its name is. */
    public final Slot slotOf(StateDescriptor<?, ?> descriptor) {
        Slot known = slots.get(descriptor.getName());
        if (known != null && known.descriptor() == descriptor) {
            return known; // functions of windows ask at each window
        }
        StateColumn column = StateColumn.of(store, namespaceType, descriptor);
        if (known == null) {
            Codec codec = Codec.of(descriptor, column.expiring());
            Slot slot = new Slot(descriptor, column, codec, newPlace(descriptor, column));
            slots.put(descriptor.getName(), slot);
            added(slot);
            return slot;
        }
        if (!known.column().isCompatible(column)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The state '" + descriptor.getName() + "' is both " + known.descriptor() + " and " + descriptor
                            + ": give one of them another name.");
        }
        return known;
    }

    /** Returns all states. */
    public final Collection<Slot> all() {
        return slots.values();
    }
}
