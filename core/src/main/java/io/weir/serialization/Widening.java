package io.weir.serialization;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

/** Numbers that became numbers of a larger type, as Java widens primitives. Stateless. */
final class Widening {
    /** The classes that each class may become. */
    private static final Map<Class<?>, List<Class<?>>> WIDER = Map.of(
            Byte.class, List.of(Short.class, Integer.class, Long.class, Float.class, Double.class),
            Short.class, List.of(Integer.class, Long.class, Float.class, Double.class),
            Character.class, List.of(Integer.class, Long.class, Float.class, Double.class),
            Integer.class, List.of(Long.class, Float.class, Double.class),
            Long.class, List.of(Float.class, Double.class),
            Float.class, List.of(Double.class));

    private Widening() {}

    /** Returns whether every value of a class becomes one of a wider class. */
    static boolean isPossible(String written, Class<?> current) {
        return WIDER.entrySet().stream()
                .anyMatch(each -> each.getKey().getName().equals(written)
                        && each.getValue().contains(current));
    }

    /** Returns what makes those of a wider class of the values that another one reads. */
    static <T> ValueReader<T> reader(ValueReader<?> reader, Class<T> current) {
        return in -> widen(reader.read(in), current);
    }

    private static <T> T widen(Object value, Class<T> current) {
        if (value instanceof Character character) {
            return widen((int) character, current);
        }
        Number number = (Number) value;
        Object wide;
        if (current == Short.class) {
            wide = number.shortValue();
        } else if (current == Integer.class) {
            wide = number.intValue();
        } else if (current == Long.class) {
            wide = number.longValue();
        } else if (current == Float.class) {
            wide = number.floatValue();
        } else {
            wide = number.doubleValue();
        }
        return current.cast(wide);
    }

    /** Returns an array of a wider primitive type with the same numbers. */
    static Object widenArray(Object array, Class<?> component) {
        int length = Array.getLength(array);
        Object wide = Array.newInstance(component, length);
        for (int i = 0; i < length; i++) {
            Array.set(wide, i, Array.get(array, i));
        }
        return wide;
    }
}
