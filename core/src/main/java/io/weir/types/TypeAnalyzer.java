package io.weir.types;

import io.weir.serialization.ObjectLayout;
import io.weir.serialization.SerializerContext;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns Java's types into {@link TypeInformation}. What they do not tell becomes {@link UnknownType}, never an error.
 * An instance does one analysis.
 *
 * <p>A record that refers to itself is known but for that reference. A POJO that refers to itself may form cycles; it is
 * unknown as a whole, so that Kryo follows its references.
 */
public final class TypeAnalyzer {
    private final Deque<Class<?>> inProgress = new ArrayDeque<>();
    private final Set<Class<?>> recursive = new HashSet<>();

    private TypeAnalyzer() {}

    /**
     * Returns what is known about a class.
     *
     * @param type the class; the type arguments of a generic one are not known
     * @param <T> the type
     * @return the type
     */
    @SuppressWarnings("unchecked") // the analysis of a class describes that class
    public static <T> TypeInformation<T> forClass(Class<T> type) {
        return (TypeInformation<T>) new TypeAnalyzer().ofClass(type, new TypeBindings());
    }

    /**
     * Returns what is known about a type.
     *
     * @param type the type
     * @return the type
     */
    public static TypeInformation<?> forType(Type type) {
        return forType(type, new TypeBindings());
    }

    /**
     * Returns what is known about a type with variables.
     *
     * @param type the type
     * @param bindings what its variables stand for; those that are missing are unknown
     * @return the type
     */
    public static TypeInformation<?> forType(Type type, TypeBindings bindings) {
        return new TypeAnalyzer().ofType(type, bindings);
    }

    /** Creates the serializer of a class that showed at run time. */
    static TypeSerializer<?> serializerOf(Class<?> type, SerializerContext context) {
        TypeInformation<?> information = forClass(type);
        return information.isUnknown() ? context.kryo(type) : information.createSerializer(context);
    }

    private TypeInformation<?> ofType(Type type, TypeBindings bindings) {
        if (type instanceof Class<?> c) {
            return ofClass(c, new TypeBindings());
        }
        if (type instanceof ParameterizedType parameterized) {
            return ofClass((Class<?>) parameterized.getRawType(), argumentsOf(parameterized, bindings));
        }
        if (type instanceof GenericArrayType array) {
            TypeInformation<?> element = ofType(array.getGenericComponentType(), bindings);
            return new ArrayType<>(Array.newInstance(element.getTypeClass(), 0).getClass(), element);
        }
        if (type instanceof WildcardType wildcard) {
            boolean lower = wildcard.getLowerBounds().length > 0;
            return ofType(lower ? wildcard.getLowerBounds()[0] : wildcard.getUpperBounds()[0], bindings);
        }
        TypeVariable<?> variable = (TypeVariable<?>) type;
        TypeInformation<?> bound = bindings.get(variable);
        return bound != null ? bound : new UnknownType<>(erasure(variable));
    }

    private static Class<?> erasure(TypeVariable<?> variable) {
        Type bound = variable.getBounds()[0];
        if (bound instanceof TypeVariable<?> other) {
            return erasure(other);
        }
        return (Class<?>) (bound instanceof ParameterizedType parameterized ? parameterized.getRawType() : bound);
    }

    private TypeBindings argumentsOf(ParameterizedType type, TypeBindings bindings) {
        TypeBindings result = new TypeBindings();
        TypeVariable<?>[] variables = ((Class<?>) type.getRawType()).getTypeParameters();
        Type[] arguments = type.getActualTypeArguments();
        for (int i = 0; i < variables.length; i++) {
            result.put(variables[i], ofType(arguments[i], bindings));
        }
        return result;
    }

    private TypeInformation<?> ofClass(Class<?> type, TypeBindings bindings) {
        Class<?> boxed = MethodType.methodType(type).wrap().returnType();
        Optional<? extends TypeInformation<?>> basic = BasicType.find(boxed);
        if (basic.isPresent()) {
            return basic.get();
        }
        if (type.isArray()) {
            return new ArrayType<>(type, ofClass(type.getComponentType(), new TypeBindings()));
        }
        if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
            return ofEnum(type);
        }
        if (type != Tuple.class
                && Tuple.class.isAssignableFrom(type)
                && type.getPackage() == Tuple.class.getPackage()) {
            return new TupleType<>(argumentsOf(type, bindings));
        }
        if (Containers.argumentCount(type) > 0) {
            return new ContainerType<>(type, argumentsOf(type, bindings));
        }
        if (type.isRecord() || !Modifier.isAbstract(type.getModifiers())) {
            return ofObject(type, bindings);
        }
        return new UnknownType<>(type);
    }

    private static <E extends Enum<E>> TypeInformation<?> ofEnum(Class<?> type) {
        @SuppressWarnings("unchecked") // a constant with a body has a class of its own, below that of the enum
        Class<E> enumClass = (Class<E>) (type.isEnum() ? type : type.getSuperclass());
        return new EnumType<>(enumClass);
    }

    private List<TypeInformation<?>> argumentsOf(Class<?> type, TypeBindings bindings) {
        List<TypeInformation<?>> arguments = new ArrayList<>();
        for (TypeVariable<?> variable : type.getTypeParameters()) {
            arguments.add(ofType(variable, bindings));
        }
        return arguments;
    }

    private TypeInformation<?> ofObject(Class<?> type, TypeBindings bindings) {
        if (inProgress.contains(type)) {
            inProgress.stream().takeWhile(c -> c != type).forEach(recursive::add);
            recursive.add(type);
            return new UnknownType<>(type);
        }
        Optional<ObjectLayout> layout = ObjectLayout.of(type);
        if (layout.isEmpty()) {
            return new UnknownType<>(type);
        }
        inProgress.push(type);
        learnSuperclasses(type, bindings);
        List<String> names = new ArrayList<>();
        List<TypeInformation<?>> fields = new ArrayList<>();
        for (Field field : layout.get().fields()) {
            names.add(field.getName());
            fields.add(ofType(field.getGenericType(), bindings));
        }
        inProgress.pop();
        if (recursive.contains(type) && !type.isRecord()) {
            return new UnknownType<>(type);
        }
        return new ObjectType<>(type, names, fields);
    }

    private void learnSuperclasses(Class<?> type, TypeBindings bindings) {
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            if (c.getGenericSuperclass() instanceof ParameterizedType parameterized) {
                bindings.putAll(argumentsOf(parameterized, bindings));
            }
        }
    }
}
