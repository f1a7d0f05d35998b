package io.weir.serialization;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the classes of unknown types in the order in which a stream first meets them. The first use writes number and
 * name, each further one the number alone. One thread owns it.
 *
 * <p>On the wire a class is a variable-length number: 0 stands for null, {@code n + 1} for class n. The number that is
 * one beyond those met so far is followed by the name of the class it will stand for.
 */
public final class ClassDictionary {
    private final Map<Class<?>, Integer> numbers = new HashMap<>();
    private final List<Class<?>> classes = new ArrayList<>();
    private Class<?> lastClass;
    private int lastNumber;

    /**
     * Returns the number of a class.
     *
     * @param type the class
     * @return its number, or -1 if the stream has not met it yet
     */
    public int numberOf(Class<?> type) {
        if (type == lastClass) {
            return lastNumber;
        }
        Integer number = numbers.get(type);
        if (number == null) {
            return -1;
        }
        lastClass = type;
        lastNumber = number;
        return number;
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

    /**
     * Writes a class to the stream.
     *
     * @param type the class, or null
     * @param out the stream
     */
    static void writeClass(Class<?> type, RecordOutput out) {
        if (type == null) {
            out.writeByte(0);
            return;
        }
        ClassDictionary dictionary = out.dictionary();
        int number = dictionary.numberOf(type);
        if (number >= 0) {
            out.writeVarInt(number + 1, true);
            return;
        }
        if (type.isHidden()) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "A value of " + type.getName()
                            + " cannot be sent: lambdas are no values. Send a record or an object of a named class.");
        }
        out.writeVarInt(dictionary.add(type) + 1, true);
        out.writeString(type.getName());
    }

    /**
     * Reads what {@link #writeClass} wrote.
     *
     * @param in the stream
     * @return the class, or null
     */
    static Class<?> readClass(RecordInput in) {
        int number = in.readVarInt(true) - 1;
        if (number < 0) {
            return null;
        }
        ClassDictionary dictionary = in.dictionary();
        if (number < dictionary.size()) {
            return dictionary.classOf(number);
        }
        if (number > dictionary.size()) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "Class number " + number + " was not named before: the stream is damaged or began earlier");
        }
        Class<?> type = load(in.readString(), in.classLoader());
        dictionary.add(type);
        return type;
    }

    private static Class<?> load(String name, ClassLoader classLoader) {
        try {
            return Class.forName(name, false, classLoader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new WeirException(
                    ErrorCode.SERIALIZATION,
                    "Class " + name + " of a record cannot be loaded: is it in the program's jar?",
                    e);
        }
    }
}
