package io.weir.types;

import io.weir.serialization.TypeSerializer;
import java.io.Serializable;

/**
 * What is known about a type when the plan is built. It travels with the plan; serializers are made from it where the
 * values are.
 *
 * @param <T> the type
 */
public abstract class TypeInformation<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Returns the class of the values. */
    public abstract Class<T> getTypeClass();

    /** Returns how many fields a value has: 1 for types without fields. */
    public int getArity() {
        return 1;
    }

    /** Returns whether values can be keys: whether equal values have equal hashes in every process. */
    public abstract boolean isKeyType();

    /** Returns whether nothing is known before run time, so that each value names its class through the dictionary. */
    public boolean isUnknown() {
        return false;
    }

    /** Creates a serializer for use by one thread. */
    public abstract TypeSerializer<T> createSerializer();

    @Override
    public abstract boolean equals(Object other);

    @Override
    public abstract int hashCode();

    @Override
    public abstract String toString();
}
