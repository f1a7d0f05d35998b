package io.weir.serialization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the classes of unknown types in the order in which a stream first meets them. The first use writes number and
 * name, each further one the number alone. One thread owns it.
 */
public final class ClassDictionary {
    private final Map<Class<?>, Integer> numbers = new HashMap<>();
    private final List<Class<?>> classes = new ArrayList<>();

    /**
     * Returns the number of a class.
     *
     * @param type the class
     * @return its number, or -1 if the stream has not met it yet
     */
    public int numberOf(Class<?> type) {
        return numbers.getOrDefault(type, -1);
    }

    /**
     * Adds a class.
     *
     * @param type the class
     * @return its number
     */
    public int add(Class<?> type) {
        int number = classes.size();
        numbers.put(type, number);
        classes.add(type);
        return number;
    }

    /**
     * Returns the class with a number.
     *
     * @param number the number
     * @return the class
     */
    public Class<?> classOf(int number) {
        return classes.get(number);
    }

    /** Returns how many classes the stream has met. */
    public int size() {
        return classes.size();
    }
}
