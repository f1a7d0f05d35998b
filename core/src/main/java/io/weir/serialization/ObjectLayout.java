package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.DefaultSerializer;
import com.esotericsoftware.kryo.kryo5.KryoSerializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a record or POJO in the order in which they are written: those of a record as declared, those of a POJO
 * from the topmost class down and by name within a class, shorter names first (so that f2 comes before f10), because
 * reflection promises no order.
 *
 * <p>A POJO is a class with a constructor that takes nothing, which is not private, and whose fields are all either
 * public or have a getter and a setter; none is final. Static and transient fields do not count.
 *
 * @param type the class
 * @param fields its fields
 */
public record ObjectLayout(Class<?> type, List<Field> fields) {
    private static final Comparator<String> BY_LENGTH_AND_NAME =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** Copies the list. */
    public ObjectLayout {
        fields = List.copyOf(fields);
    }

    /**
     * Returns the layout of a class.
     *
     * @param type the class
     * @return its layout, or empty if it is neither a record nor a POJO, or not open to us
     */
    public static Optional<ObjectLayout> of(Class<?> type) {
        if (!isCandidate(type)) {
            return Optional.empty();
        }
        Optional<List<Field>> fields = type.isRecord() ? recordFields(type) : pojoFields(type);
        return fields.filter(found -> found.stream().allMatch(field -> isOpen(field.getDeclaringClass())))
                .filter(found -> isOpen(type))
                .map(found -> new ObjectLayout(type, found));
    }

    private static boolean isCandidate(Class<?> type) {
        return !type.isInterface()
                && !type.isArray()
                && !type.isPrimitive()
                && !type.isEnum()
                && !type.isHidden()
                && !Modifier.isAbstract(type.getModifiers())
                && !isOfJdk(type)
                && !KryoSerializable.class.isAssignableFrom(type)
                && !type.isAnnotationPresent(DefaultSerializer.class);
    }

    private static Optional<List<Field>> recordFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                fields.add(type.getDeclaredField(component.getName()));
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("Record " + type + " lacks the field of " + component, e);
            }
        }
        return Optional.of(fields);
    }

    private static Optional<List<Field>> pojoFields(Class<?> type) {
        if (!hasConstructor(type)) {
            return Optional.empty();
        }
        Deque<Class<?>> classes = new ArrayDeque<>();
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            classes.push(c);
        }
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Class<?> c : classes) {
            List<Field> declared = Arrays.stream(c.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .filter(field -> !Modifier.isTransient(field.getModifiers()))
                    .sorted(Comparator.comparing(Field::getName, BY_LENGTH_AND_NAME))
                    .toList();
            boolean usable = declared.stream().allMatch(field -> isProperty(field, type) && names.add(field.getName()));
            if (!usable || isOfJdk(c)) {
                return Optional.empty();
            }
            fields.addAll(declared);
        }
        return Optional.of(fields);
    }

    private static boolean hasConstructor(Class<?> type) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return !Modifier.isPrivate(constructor.getModifiers());
            }
        }
        return false;
    }

    private static boolean isProperty(Field field, Class<?> type) {
        if (Modifier.isFinal(field.getModifiers()) || field.isSynthetic()) {
            return false;
        }
        return Modifier.isPublic(field.getModifiers()) || hasGetter(field, type) && hasSetter(field, type);
    }

    private static boolean hasGetter(Field field, Class<?> type) {
        String name = capitalized(field);
        Set<String> names = Set.of("get" + name, "is" + name, field.getName());
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> names.contains(method.getName()))
                .anyMatch(method -> isSameOrBoxed(method.getReturnType(), field.getType()));
    }

    private static boolean hasSetter(Field field, Class<?> type) {
        String name = "set" + capitalized(field);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .map(Method::getParameterTypes)
                .anyMatch(parameters -> parameters.length == 1 && isSameOrBoxed(parameters[0], field.getType()));
    }

    /** A field of type long may well have a getter that returns a Long. */
    private static boolean isSameOrBoxed(Class<?> one, Class<?> other) {
        return MethodType.methodType(one)
                .wrap()
                .equals(MethodType.methodType(other).wrap());
    }

    private static String capitalized(Field field) {
        String name = field.getName();
        // a field isActive of type boolean has the setter setActive
        if (field.getType() == boolean.class && name.matches("is[A-Z].*")) {
            return name.substring(2);
        }
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getName().startsWith("java.");
    }

    /** Returns whether we may access private members of a class: always, unless a module that is not open holds it. */
    private static boolean isOpen(Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup()) != null;
        } catch (IllegalAccessException e) {
            return false;
        }
    }
}
