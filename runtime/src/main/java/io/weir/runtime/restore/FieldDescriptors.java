package io.weir.runtime.restore;

import io.weir.state.StateDescriptor;
import io.weir.types.TypeInformation;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds descriptors of states in the fields of functions, triggers and whatever else an operator is made with: programs
 * that ask for a state only when a record comes keep its descriptor there, or in a constant. Fields that do not travel
 * with functions are left out. One thread owns it.
 */
final class FieldDescriptors {
    private static final Logger LOG = LoggerFactory.getLogger(FieldDescriptors.class);

    /** A function that holds a large table is not searched to its end. */
    private static final int MANY = 10_000;

    private final Map<String, StateDescriptor<?, ?>> found = new LinkedHashMap<>();
    private final Map<String, StateDescriptor<?, ?>> constants = new LinkedHashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Class<?>> seenClasses = new HashSet<>();
    private final Deque<Object> open = new ArrayDeque<>();

    private FieldDescriptors() {}

    /**
     * Searches an object and all that it refers to.
     *
     * @param spec how an operator is made
     * @return what was found, by the names of the states; of constants only those whose names are not used twice
     */
    static Map<String, StateDescriptor<?, ?>> in(Object spec) {
        FieldDescriptors search = new FieldDescriptors();
        search.run(spec);
        search.constants.keySet().removeAll(search.ambiguous);
        search.constants.putAll(search.found);
        return search.constants;
    }

    private void run(Object root) {
        add(root);
        while (!open.isEmpty() && seen.size() < MANY) {
            Object next = open.remove();
            try {
                search(next);
            } catch (RuntimeException | LinkageError e) {
                LOG.debug(
                        "No descriptors are looked for in a {}", next.getClass().getName(), e); // it is the program's
            }
        }
    }

    private void search(Object object) {
        if (object instanceof StateDescriptor<?, ?> descriptor) {
            found.putIfAbsent(descriptor.getName(), descriptor);
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(this::add);
        } else if (object instanceof Map<?, ?> map) {
            map.values().forEach(this::add);
        } else if (object.getClass().isArray()) {
            addElements(object);
        } else {
            addFields(object);
        }
    }

    private void add(Object object) {
        boolean hasNone = object == null
                || object instanceof TypeInformation<?>
                || object instanceof Class<?>
                || object instanceof ClassLoader
                || object instanceof Enum<?>
                || seen.size() >= MANY;
        if (!hasNone && seen.add(object)) {
            open.add(object);
        }
    }

    private void addElements(Object array) {
        if (!array.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(array) && seen.size() < MANY; i++) {
                add(Array.get(array, i));
            }
        }
    }

    private void addFields(Object object) {
        addConstants(object.getClass().getNestHost());
        for (Class<?> type = object.getClass(); isOfProgram(type); type = type.getSuperclass()) {
            addConstants(type);
            for (Field field : type.getDeclaredFields()) {
                boolean travels =
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
                if (travels && !field.getType().isPrimitive()) {
                    add(valueOf(field, object));
                }
            }
        }
    }

    private void addConstants(Class<?> type) {
        if (!isOfProgram(type) || !seenClasses.add(type)) {
            return;
        }
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && StateDescriptor.class.isAssignableFrom(field.getType())) {
                if (valueOf(field, null) instanceof StateDescriptor<?, ?> descriptor
                        && constants.putIfAbsent(descriptor.getName(), descriptor) != null) {
                    ambiguous.add(descriptor.getName());
                }
            }
        }
    }

    /** Classes of the platform hold no descriptors, other than in collections. */
    private static boolean isOfProgram(Class<?> type) {
        return type != null && type.getClassLoader() != null && !type.getName().startsWith("java.");
    }

    private static Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException | InaccessibleObjectException | SecurityException | LinkageError e) {
            return null; // what cannot be looked into is not known
        }
    }
}
