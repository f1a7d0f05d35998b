package io.weir.types.extraction;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Finds what a class says about the type parameters of a class or interface above it. */
final class SuperTypes {
    private SuperTypes() {}

    /**
     * Returns what the type parameters of a class or interface are in a class below it.
     *
     * @param type the class below
     * @param target the class or interface above it
     * @return one type for each parameter; type variables are those of the class below, or of the target where a class
     *     on the way leaves the parameters out
     */
    static Type[] argumentsOf(Class<?> type, Class<?> target) {
        Type[] arguments = find(type, target, Map.of());
        if (arguments == null) {
            throw new IllegalArgumentException(type + " is no " + target);
        }
        return arguments;
    }

    /**
     * Returns a class as a type whose arguments are its own variables.
     *
     * @param type the class
     * @return the type, which is the class itself if it is not generic
     */
    static Type withOwnVariables(Class<?> type) {
        Type[] variables = type.getTypeParameters();
        return variables.length == 0 ? type : new Parameterized(type, type.getDeclaringClass(), variables);
    }

    private static Type[] find(Type type, Class<?> target, Map<TypeVariable<?>, Type> known) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
        if (!target.isAssignableFrom(raw)) {
            return null;
        }
        Map<TypeVariable<?>, Type> here = new HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < variables.length; i++) {
                here.put(variables[i], substitute(arguments[i], known));
            }
        }
        if (raw == target) {
            return Arrays.stream(variables).map(v -> here.getOrDefault(v, v)).toArray(Type[]::new);
        }
        if (raw.getGenericSuperclass() != null) {
            Type[] found = find(raw.getGenericSuperclass(), target, here);
            if (found != null) {
                return found;
            }
        }
        for (Type superInterface : raw.getGenericInterfaces()) {
            Type[] found = find(superInterface, target, here);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Type substitute(Type type, Map<TypeVariable<?>, Type> known) {
        if (type instanceof TypeVariable<?> variable) {
            return known.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = Arrays.stream(parameterized.getActualTypeArguments())
                    .map(argument -> substitute(argument, known))
                    .toArray(Type[]::new);
            return new Parameterized(parameterized.getRawType(), parameterized.getOwnerType(), arguments);
        }
        if (type instanceof GenericArrayType array) {
            Type component = substitute(array.getGenericComponentType(), known);
            return (GenericArrayType) () -> component;
        }
        return type;
    }

    /** A parameterized type that no source file wrote. */
    private record Parameterized(Type raw, Type owner, Type[] arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public Type getOwnerType() {
            return owner;
        }
    }
}
