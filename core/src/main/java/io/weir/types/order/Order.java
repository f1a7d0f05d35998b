package io.weir.types.order;

/** In which direction values follow each other. */
public enum Order {
    /** The least first. */
    ASCENDING,
    /** The greatest first. */
    DESCENDING
}
