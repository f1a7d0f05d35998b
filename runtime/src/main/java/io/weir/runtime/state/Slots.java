package io.weir.runtime.state;

import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.StateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The states of a store, side by side in its entries: an entry is found once, its values are then reached by number. The
 * task's thread owns it.
 */
abstract class Slots {
    /** Processing time in milliseconds. */
    final LongSupplier clock;

    private final Versions versions;
    private final String store;
    private final String namespaceType;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private boolean hasNumber;
    private int objects;

    /**
     * Creates it without states.
     *
     * @param store the name of the store, or empty
     * @param namespaceType the type of its namespaces, or empty
     * @param clock processing time
     * @param versions tells what captures share
     */
    Slots(String store, String namespaceType, LongSupplier clock, Versions versions) {
        this.store = store;
        this.namespaceType = namespaceType;
        this.clock = clock;
        this.versions = versions;
    }

    /** Returns the current entry, to be read, or null if there is none. */
    abstract Entry read();

    /** Returns the current entry, to be changed. */
    abstract Entry write();

    /** Learns that a value was set to null. */
    abstract void cleared();

    /** Learns of a new state, whose values may be in what the operator started from. */
    abstract void added(Slot slot);

    /** Learns that a state was used whose values end. */
    abstract void expiringUsed(StateTtlConfig config);

    /** Returns the place of a state, which is new if its name is. */
    final Slot slotOf(StateDescriptor<?, ?> descriptor) {
        Slot known = slots.get(descriptor.getName());
        if (known != null && known.descriptor() == descriptor) {
            return known; // functions of windows ask at each window
        }
        StateColumn column = StateColumn.of(store, namespaceType, descriptor);
        if (known == null) {
            Codec codec = Codec.of(descriptor, column.expiring());
            Slot slot = new Slot(descriptor, column, codec, newPlace(descriptor));
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

    /** The first number has a place of its own, where it needs no object. */
    private int newPlace(StateDescriptor<?, ?> descriptor) {
        boolean container =
                descriptor instanceof ListStateDescriptor<?> || descriptor instanceof MapStateDescriptor<?, ?>;
        if (!hasNumber
                && !container
                && descriptor.getTypeInformation().getTypeClass() == Long.class
                && !descriptor.getTtlConfig().isEnabled()) {
            hasNumber = true;
            return Entry.NUMBER;
        }
        return objects++;
    }

    /** Returns all states. */
    final Collection<Slot> all() {
        return slots.values();
    }

    /** Returns a value that will not be changed, or null. */
    @SuppressWarnings("unchecked") // each state only ever puts values of its type into its place
    final <T> T get(int place) {
        Entry entry = read();
        return entry == null ? null : (T) entry.get(place);
    }

    /** Returns a value that may be changed, or null. */
    @SuppressWarnings("unchecked") // each state only ever puts values of its type into its place
    final <T> T own(Slot slot) {
        Entry entry = read();
        if (entry == null) {
            return null;
        }
        if (entry.version < versions.shared || entry.isShared(slot.place())) {
            return (T) copyShared(slot);
        }
        return (T) entry.get(slot.place());
    }

    private Object copyShared(Slot slot) {
        Object value = get(slot.place());
        if (value == null) {
            return null;
        }
        Entry entry = write();
        if (entry.isShared(slot.place())) {
            value = slot.codec().copy(value);
            entry.set(slot.place(), value);
        }
        return value;
    }

    /** Returns a value as the program may see it, or null. */
    final <T> T see(Slot slot, boolean immutable) {
        return immutable ? get(slot.place()) : own(slot);
    }

    final void set(int place, Object value) {
        if (value != null) {
            write().set(place, value);
        } else if (get(place) != null) {
            write().set(place, null);
            cleared();
        }
    }
}
