package io.weir.runtime.state;

import io.weir.serialization.TypeSerializer;

/**
 * Reads the values of one state from an image. The task's thread owns it.
 *
 * @param <K> the type of the keys
 */
final class StateReader<K> {
    private final KeyedStateBackend<K> backend;
    private final Slot slot;
    private final long now;

    /** Finds or makes the current key's entry of a namespace. */
    @FunctionalInterface
    interface EntryOf {
        /** Returns it. */
        Entry write(Object namespace);
    }

    /**
     * Creates it.
     *
     * @param backend whose current key is set to the key of each value
     * @param slot the state
     * @param now when values were last used of which it is not known
     */
    StateReader(KeyedStateBackend<K> backend, Slot slot, long now) {
        this.backend = backend;
        this.slot = slot;
        this.now = now;
    }

    /**
     * Reads all values if there are any.
     *
     * @param image where they are
     * @param namespaces reads namespaces, or null if there are none
     * @param entries where the values go
     */
    void read(Sections image, TypeSerializer<?> namespaces, EntryOf entries) {
        image.claim(slot.column(), (column, types) -> {
            TypeSerializer<K> keys = types.keys(backend.keyType().createSerializer());
            TypeSerializer<?> spaces = namespaces == null ? null : types.namespaces(namespaces);
            Codec codec = Codec.reading(slot.descriptor(), column.expiring(), types);
            return (group, in) -> {
                for (int left = in.readInt(); left > 0; left--) {
                    backend.setCurrentKey(keys.deserialize(in));
                    Entry entry = entries.write(spaces == null ? null : spaces.deserialize(in));
                    entry.set(slot.place(), restored(codec.read(in), codec, column));
                }
            };
        });
    }

    /** A state may have got a time to live since, or have lost it. */
    private Object restored(Object value, Codec codec, StateColumn column) {
        if (column.expiring() == slot.column().expiring()) {
            return value;
        }
        return codec.map(value, each -> column.expiring() ? ((Expiring) each).value() : new Expiring(each, now));
    }
}
