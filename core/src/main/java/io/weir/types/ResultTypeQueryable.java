package io.weir.types;

/**
 * Implemented by functions, sources and formats that know the type of what they produce better than their class tells.
 *
 * @param <T> the type of what they produce
 */
public interface ResultTypeQueryable<T> {
    /** Returns the type of what is produced. */
    TypeInformation<T> getProducedType();
}
