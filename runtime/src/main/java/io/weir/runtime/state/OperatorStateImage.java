package io.weir.runtime.state;

import java.util.List;

/**
 * A list or map of an operator instance that does not belong to keys. Immutable.
 *
 * @param name the name
 * @param sharing what becomes of it when the parallelism changes
 * @param types the types of the elements, in words
 * @param schema how the elements were written; null in images of format 1
 * @param elements the bytes of each element; of a broadcast map those of the map
 */
record OperatorStateImage(String name, Sharing sharing, String types, StateSchema schema, List<byte[]> elements) {
    /** What becomes of operator state when the parallelism changes. */
    enum Sharing {
        /** Each element goes to one instance. */
        SPLIT,
        /** Each element goes to all instances. */
        UNION,
        /** Each instance has the same. */
        BROADCAST
    }

    OperatorStateImage {
        elements = List.copyOf(elements);
    }

    /** Returns the same state with other elements. */
    OperatorStateImage with(List<byte[]> others) {
        return new OperatorStateImage(name, sharing, types, schema, others);
    }
}
