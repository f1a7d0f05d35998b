package io.weir.runtime.state;

import io.weir.state.MapStateDescriptor;
import io.weir.state.StateDescriptor;
import java.util.Locale;

/**
 * What a capture tells of one state of all keys, or of one {@link KeyedPart}.
 *
 * @param store the namespaced store that it belongs to; empty if it has one value per key
 * @param name its name
 * @param kind its kind
 * @param types the types of namespaces and values, in words
 * @param expiring whether the time of the last use is with each value
 */
public record StateColumn(String store, String name, StateKind kind, String types, boolean expiring) {
    /**
     * Returns the column of a state.
     *
     * @param store the store, or empty
     * @param namespaceType the type of its namespaces, or empty
     * @param descriptor the state
     */
    static StateColumn of(String store, String namespaceType, StateDescriptor<?, ?> descriptor) {
        String values = descriptor instanceof MapStateDescriptor<?, ?> map
                ? map.getKeyType() + " to " + map.getValueType()
                : descriptor.getTypeInformation().toString();
        String types = namespaceType.isEmpty() ? values : values + " by " + namespaceType;
        return new StateColumn(
                store,
                descriptor.getName(),
                StateKind.of(descriptor),
                types,
                descriptor.getTtlConfig().isEnabled());
    }

    /** Returns the column of what is kept beside states. */
    public static StateColumn of(KeyedPart part) {
        return new StateColumn("", part.name(), StateKind.PART, part.types(), false);
    }

    /** Returns its name, after that of its store if it has one. */
    String path() {
        return store.isEmpty() ? name : store + "/" + name;
    }

    /** Returns whether it is the same state, of whatever kind and type. */
    boolean isSameState(StateColumn other) {
        return store.equals(other.store)
                && name.equals(other.name)
                && (kind == StateKind.PART) == (other.kind == StateKind.PART);
    }

    /** Returns whether what was written as one can be read as the other. */
    boolean isCompatible(StateColumn other) {
        return kind == other.kind && types.equals(other.types);
    }

    @Override
    public String toString() {
        return path() + " (" + kind.name().toLowerCase(Locale.ROOT) + " of " + types + ")";
    }
}
