package io.weir.types;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the type that fits the values of two types. Of one stream in Java the engine may know two types, because one is
 * seen from values, another from a lambda that Java has erased: what they tell in common holds for both. Stateless.
 */
public final class CommonType {
    private CommonType() {}

    /**
     * Returns the type that fits the values of two types.
     *
     * @param first a type
     * @param second a type
     * @return their common type, which is unknown as far as they differ
     */
    public static TypeInformation<?> of(TypeInformation<?> first, TypeInformation<?> second) {
        if (first.equals(second)) {
            return first;
        }
        Class<?> one = first.getTypeClass();
        Class<?> other = second.getTypeClass();
        if (one == other) {
            return ofOneClass(first, second);
        }
        if (one.isAssignableFrom(other)) {
            return above(first);
        }
        return other.isAssignableFrom(one) ? above(second) : new UnknownType<>(Object.class);
    }

    /** Types of one class may differ in what they hold. */
    private static TypeInformation<?> ofOneClass(TypeInformation<?> first, TypeInformation<?> second) {
        if (first instanceof TupleType<?> one && second instanceof TupleType<?> other) {
            return new TupleType<>(each(one.fieldTypes(), other.fieldTypes()));
        }
        if (first instanceof ObjectType<?> one && second instanceof ObjectType<?> other) {
            return new ObjectType<>(one.getTypeClass(), one.fieldNames(), each(one.fieldTypes(), other.fieldTypes()));
        }
        if (first instanceof ContainerType<?> one && second instanceof ContainerType<?> other) {
            return new ContainerType<>(one.getTypeClass(), each(one.arguments(), other.arguments()));
        }
        return new UnknownType<>(first.getTypeClass());
    }

    private static List<TypeInformation<?>> each(List<TypeInformation<?>> first, List<TypeInformation<?>> second) {
        List<TypeInformation<?>> common = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            common.add(of(first.get(i), second.get(i)));
        }
        return common;
    }

    /** Only POJOs name the class of a value that is of a subclass. */
    private static TypeInformation<?> above(TypeInformation<?> type) {
        boolean takesSubclasses = type instanceof ObjectType
                && !Modifier.isFinal(type.getTypeClass().getModifiers());
        return takesSubclasses ? type : new UnknownType<>(type.getTypeClass());
    }
}
