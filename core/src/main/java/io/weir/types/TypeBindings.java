package io.weir.types;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the type variables of generic classes and methods stand for. It may be filled step by step by one thread.
 */
public final class TypeBindings {
    private final Map<TypeVariable<?>, TypeInformation<?>> bindings = new HashMap<>();

    /**
     * Returns what a variable stands for.
     *
     * @param variable the variable
     * @return its type, or null if that is not known
     */
    TypeInformation<?> get(TypeVariable<?> variable) {
        return bindings.get(variable);
    }

    void put(TypeVariable<?> variable, TypeInformation<?> type) {
        bindings.put(variable, type);
    }

    void putAll(TypeBindings others) {
        bindings.putAll(others.bindings);
    }

    /**
     * Learns what variables stand for from a type as it is declared and what it is known to be.
     *
     * @param declared the declared type, which may contain variables
     * @param actual what it is
     */
    public void learn(Type declared, TypeInformation<?> actual) {
        if (declared instanceof TypeVariable<?> variable) {
            bindings.putIfAbsent(variable, actual);
        } else if (declared instanceof ParameterizedType parameterized
                && parameterized.getRawType() == actual.getTypeClass()) {
            List<TypeInformation<?>> arguments = argumentsOf(actual);
            Type[] declaredArguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < Math.min(arguments.size(), declaredArguments.length); i++) {
                learn(declaredArguments[i], arguments.get(i));
            }
        } else if (declared instanceof GenericArrayType array && actual instanceof ArrayType<?> actualArray) {
            learn(array.getGenericComponentType(), actualArray.elementType());
        }
    }

    private static List<TypeInformation<?>> argumentsOf(TypeInformation<?> type) {
        if (type instanceof TupleType<?> tuple) {
            return tuple.fieldTypes();
        }
        return type instanceof ContainerType<?> container ? container.arguments() : List.of();
    }
}
