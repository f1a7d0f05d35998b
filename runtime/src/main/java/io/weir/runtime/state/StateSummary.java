package io.weir.runtime.state;

/**
 * What a checkpoint holds of one state of an operator, all instances together.
 *
 * @param name its name, after that of its store if it has one
 * @param kind what it is: a {@link StateKind} or how it is shared, in lower case
 * @param keyType the type of its keys; empty if it does not belong to keys
 * @param types the types of values and namespaces
 * @param expiring whether its values have a time to live
 * @param bytes how much there is
 * @param entries how many values, one per key and namespace; elements where it does not belong to keys
 * @param keys how many keys; -1 if they cannot be told
 * @param unreadable why its values cannot be read without the program; empty if they can
 */
public record StateSummary(
        String name,
        String kind,
        String keyType,
        String types,
        boolean expiring,
        long bytes,
        long entries,
        long keys,
        String unreadable) {}
