package io.weir.types;

import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;
import java.io.Serializable;

/**
 * What is known about a type when the plan is built. It travels with the plan; serializers are made from it where the
 * values are. Instances never change.
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

    /**
     * Returns whether values can be keys: whether equal values have equal hashes in every process. For what is unknown
     * the answer is yes, and {@link KeyChecks} looks at the class of each key at run time.
     */
    public abstract boolean isKeyType();

    /** Returns whether nothing is known before run time, so that each value names its class through the dictionary. */
    public boolean isUnknown() {
        return false;
    }

    /** Creates a serializer for use by one thread. */
    public abstract TypeSerializer<T> createSerializer();

    /**
     * Creates a serializer that is a part of another one. Types whose parts may be unknown hand the context on.
     *
     * @param context what the parts share
     * @return the serializer, for use by the thread of the context
     */
    public TypeSerializer<T> createSerializer(SerializerContext context) {
        return createSerializer();
    }

    /**
     * Returns what is known about a class.
     *
     * @param type the class; the type arguments of a generic one are not known
     * @param <T> the type
     * @return the type
     */
    public static <T> TypeInformation<T> of(Class<T> type) {
        return TypeAnalyzer.forClass(type);
    }

    /**
     * Returns the type that a hint names, with its type arguments.
     *
     * @param hint the hint: {@code new TypeHint<Tuple2<String, Long>>() {}}
     * @param <T> the type
     * @return the type
     */
    public static <T> TypeInformation<T> of(TypeHint<T> hint) {
        return hint.getTypeInfo();
    }

    @Override
    public abstract boolean equals(Object other);

    @Override
    public abstract int hashCode();

    @Override
    public abstract String toString();
}
