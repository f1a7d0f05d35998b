package io.weir.serialization;

import io.weir.schema.SchemaFormat;
import io.weir.schema.TypeSchema;
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
 *
 * <p>In streams that outlive the job, the name is followed by a description of how values of the class were written. The
 * graphs that Kryo writes have a dictionary of their own there, whose names stand before the graph: so a graph can be left
 * out without losing names.
 */
public final class ClassDictionary {
    private final Map<Class<?>, Integer> numbers = new HashMap<>();
    private final List<Class<?>> classes = new ArrayList<>();
    private Class<?> lastClass;
    private int lastNumber;

    /** What a described stream said of each class; filled by who reads. */
    private final List<Described> described = new ArrayList<>();

    /** Classes of graphs that were met since these were last taken; null unless it belongs to graphs. */
    private final List<Class<?>> pending;

    /** A class as a described stream names it. One thread owns it. */
    static final class Described {
        final String name;
        final TypeSchema schema;

        /** The class, when it was loaded and found to fit. */
        Class<?> type;

        /** What reads its values; made at the first. */
        ValueReader<?> reader;

        /** What reads its values without the class; made at the first. */
        ValueReader<?> genericReader;

        Described(String name, TypeSchema schema) {
            this.name = name;
            this.schema = schema;
        }
    }

    /** Creates an empty one. */
    public ClassDictionary() {
        this(false);
    }

    /**
     * Creates an empty one.
     *
     * @param ofGraphs whether names stand before the graphs that use them
     */
    ClassDictionary(boolean ofGraphs) {
        this.pending = ofGraphs ? new ArrayList<>() : null;
    }

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
        writeClass(type, null, out);
    }

    /**
     * Writes a class to the stream, with the description of how its values are written if the stream is to have those.
     *
     * @param type the class, or null
     * @param serializer what writes its values
     * @param out the stream
     */
    static void writeClass(Class<?> type, TypeSerializer<?> serializer, RecordOutput out) {
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
        if (dictionary.pending != null) {
            dictionary.pending.add(type);
        } else {
            out.writeString(type.getName());
            if (out.isDescribing()) {
                writeSchema(serializer.describe(), out);
            }
        }
    }

    /** Returns the classes that were met since they were last taken. */
    List<Class<?>> takePending() {
        List<Class<?>> taken = List.copyOf(pending);
        pending.clear();
        return taken;
    }

    static void writeSchema(TypeSchema schema, RecordOutput out) {
        byte[] bytes = SchemaFormat.toBytes(schema);
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    /** Reads the name of a class and what {@link #writeSchema} wrote, and adds both. */
    Described readDescription(RecordInput in) {
        String name = in.readString();
        int length = in.readVarInt(true);
        in.checkRemaining(length);
        Described read = new Described(name, SchemaFormat.ofBytes(in.readBytes(length)));
        described.add(read);
        return read;
    }

    /**
     * Reads a class from a described stream.
     *
     * @param in the stream
     * @return what it says of the class, or null
     */
    static Described readDescribed(RecordInput in) {
        int number = in.readVarInt(true) - 1;
        if (number < 0) {
            return null;
        }
        ClassDictionary dictionary = in.dictionary();
        if (number < dictionary.described.size()) {
            return dictionary.described.get(number);
        }
        if (number > dictionary.described.size() || dictionary.pending != null) {
            throw notNamed(number);
        }
        return dictionary.readDescription(in);
    }

    private static WeirException notNamed(int number) {
        return new WeirException(
                ErrorCode.SERIALIZATION,
                "Class number " + number + " was not named before: the stream is damaged or began earlier");
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
            throw notNamed(number);
        }
        Class<?> type = load(in.readString(), in.classLoader());
        dictionary.add(type);
        return type;
    }

    static Class<?> load(String name, ClassLoader classLoader) {
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
