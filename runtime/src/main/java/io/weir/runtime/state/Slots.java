package io.weir.runtime.state;

import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.StateDescriptor;
import java.util.function.LongSupplier;

/**
 * The states of a store, side by side in its entries: an entry is found once, its values are then reached by number. The
 * task's thread owns it.
 */
abstract class Slots extends Cells {
    private final Versions versions;
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
        super(store, namespaceType, clock);
        this.versions = versions;
    }

    /** Returns the current entry, to be read, or null if there is none. */
    abstract Entry read();

    /** Returns the current entry, to be changed. */
    abstract Entry write();

    /** Learns that a value was set to null. */
    abstract void cleared();

    /** The first number has a place of its own, where it needs no object. */
    @Override
    protected int newPlace(StateDescriptor<?, ?> descriptor, StateColumn column) {
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

    /** Returns a value that will not be changed, or null. */
    @SuppressWarnings("unchecked") // each state only ever puts values of its type into its place
    final <T> T get(int place) {
        Entry entry = read();
        return entry == null ? null : (T) entry.get(place);
    }

    @Override
    @SuppressWarnings("unchecked") // each state only ever puts values of its type into its place
    public final <T> T own(Slot slot) {
        Entry entry = read();
        if (entry == null) {
            return null;
        }
        if (entry.version() < versions.shared || entry.isShared(slot.place())) {
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

    @Override
    public final <T> T see(Slot slot, boolean immutable) {
        return immutable ? get(slot.place()) : own(slot);
    }

    @Override
    public final void set(int place, Object value) {
        if (value != null) {
            write().set(place, value);
        } else if (get(place) != null) {
            write().set(place, null);
            cleared();
        }
    }
}
