package io.weir.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a serializer writes, told so that it can be read where neither the serializer nor the program's classes are:
 * classes, fields and constants have names here, never numbers. Whatever outlives a job is stored with it. Immutable.
 *
 * <p>A byte says on the wire which of these it is; see {@code docs/formats.md}.
 */
public sealed interface TypeSchema {
    /** The answer of {@link #fixedLength()} for values that differ in length. */
    int VARIABLE_LENGTH = -1;

    /** Returns how many bytes each value takes, or {@link #VARIABLE_LENGTH}. */
    int fixedLength();

    /** Returns whether the values can be read by whoever knows this description alone. */
    default boolean isReadable() {
        return parts().stream().allMatch(TypeSchema::isReadable);
    }

    /** Returns whether values name their classes themselves, so that only the values show which those are. */
    default boolean namesClasses() {
        return parts().stream().anyMatch(TypeSchema::namesClasses);
    }

    /** Returns the descriptions that this one is made of. */
    default List<TypeSchema> parts() {
        return List.of();
    }

    /** Returns what people call it. */
    String text();

    /** Returns the name of a class without its package and the classes around it. */
    static String simpleName(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }

    private static String join(List<String> texts) {
        return texts.stream().collect(Collectors.joining(", ", "<", ">"));
    }

    /**
     * One value: a boxed primitive, string, big number, UUID, value of java.time.
     *
     * @param className the class
     */
    record Basic(String className) implements TypeSchema {
        private static final Map<String, Integer> LENGTHS = Map.ofEntries(
                Map.entry("java.lang.Void", 0),
                Map.entry("java.lang.Boolean", 1),
                Map.entry("java.lang.Byte", 1),
                Map.entry("java.lang.Short", 2),
                Map.entry("java.lang.Character", 2),
                Map.entry("java.lang.Integer", 4),
                Map.entry("java.lang.Float", 4),
                Map.entry("java.lang.Long", 8),
                Map.entry("java.lang.Double", 8),
                Map.entry("java.util.UUID", 16),
                Map.entry("java.time.Instant", 12),
                Map.entry("java.time.Duration", 12),
                Map.entry("java.time.Period", 12),
                Map.entry("java.time.LocalDate", 6),
                Map.entry("java.time.LocalTime", 8),
                Map.entry("java.time.LocalDateTime", 14),
                Map.entry("java.time.ZoneOffset", 4),
                Map.entry("java.time.OffsetTime", 12),
                Map.entry("java.time.OffsetDateTime", 18),
                Map.entry("java.time.Year", 4),
                Map.entry("java.time.YearMonth", 5),
                Map.entry("java.time.MonthDay", 2));

        @Override
        public int fixedLength() {
            return LENGTHS.getOrDefault(className, VARIABLE_LENGTH);
        }

        @Override
        public String text() {
            return simpleName(className);
        }
    }

    /** A number of 64 bits in as few bytes as it needs. */
    record CompactLong() implements TypeSchema {
        @Override
        public int fixedLength() {
            return VARIABLE_LENGTH;
        }

        @Override
        public String text() {
            return "Long";
        }
    }

    /**
     * A constant of an enum, written as its number among those that there were.
     *
     * @param className the enum
     * @param constants the names of its constants, in their order
     */
    record Enumeration(String className, List<String> constants) implements TypeSchema {
        private static final int ONE_BYTE = 256;

        /** Copies the list. */
        public Enumeration {
            constants = List.copyOf(constants);
        }

        @Override
        public int fixedLength() {
            return constants.size() <= ONE_BYTE ? 1 : 2;
        }

        @Override
        public String text() {
            return simpleName(className) + constants.stream().collect(Collectors.joining("|", "(", ")"));
        }
    }

    /** What has named fields. */
    enum Form {
        /** A Java record. */
        RECORD,
        /** A class with a constructor that takes nothing. */
        POJO,
        /** A tuple. */
        TUPLE
    }

    /**
     * A field.
     *
     * @param name its name
     * @param primitive whether it is a primitive, so that it has no bit in the mask of null fields
     * @param type what it holds, boxed for primitives
     */
    record Field(String name, boolean primitive, TypeSchema type) {
        /** Returns what people call its type. */
        public String typeText() {
            return primitive ? primitiveName(type.text()) : type.text();
        }

        private static String primitiveName(String boxed) {
            return switch (boxed) {
                case "Integer" -> "int";
                case "Character" -> "char";
                default -> boxed.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + boxed.substring(1);
            };
        }
    }

    /**
     * A record, POJO or tuple: a mask of the fields that are null, then the others.
     *
     * @param className the class
     * @param form what it is
     * @param open whether the first bit of the mask says that an object of a subclass follows
     * @param fields the fields, in the order in which they are written
     */
    record Composite(String className, Form form, boolean open, List<Field> fields) implements TypeSchema {
        /** Copies the list. */
        public Composite {
            fields = List.copyOf(fields);
        }

        /** Returns how many bytes the mask takes. */
        public int maskLength() {
            long bits = (open ? 1 : 0)
                    + fields.stream().filter(field -> !field.primitive()).count();
            return (int) ((bits + 7) / 8);
        }

        @Override
        public int fixedLength() {
            int length = open ? VARIABLE_LENGTH : lengthOf(fields);
            return length == VARIABLE_LENGTH ? VARIABLE_LENGTH : maskLength() + length;
        }

        /** Returns the field of a name. */
        public Optional<Field> field(String name) {
            return fields.stream().filter(field -> field.name().equals(name)).findFirst();
        }

        @Override
        public List<TypeSchema> parts() {
            return fields.stream().map(Field::type).toList();
        }

        @Override
        public boolean namesClasses() {
            return open || TypeSchema.super.namesClasses();
        }

        @Override
        public String text() {
            return simpleName(className)
                    + join(fields.stream()
                            .map(field ->
                                    form == Form.TUPLE ? field.typeText() : field.name() + ": " + field.typeText())
                            .toList());
        }
    }

    private static int lengthOf(List<Field> fields) {
        int length = 0;
        for (Field field : fields) {
            int own = field.type().fixedLength();
            if (own == VARIABLE_LENGTH) {
                return VARIABLE_LENGTH;
            }
            length += own;
        }
        return length;
    }

    /**
     * Values one after the other, none of which is null.
     *
     * @param className the class that they make up, or a word for them
     * @param fields the values
     */
    record Sequence(String className, List<Field> fields) implements TypeSchema {
        /** Copies the list. */
        public Sequence {
            fields = List.copyOf(fields);
        }

        @Override
        public int fixedLength() {
            return lengthOf(fields);
        }

        @Override
        public List<TypeSchema> parts() {
            return fields.stream().map(Field::type).toList();
        }

        @Override
        public String text() {
            return simpleName(className);
        }
    }

    /**
     * A number (32 bits), then so many values.
     *
     * @param element each of them
     */
    record Counted(TypeSchema element) implements TypeSchema {
        @Override
        public int fixedLength() {
            return VARIABLE_LENGTH;
        }

        @Override
        public List<TypeSchema> parts() {
            return List.of(element);
        }

        @Override
        public String text() {
            return element.text() + " ...";
        }
    }

    /** What holds others. */
    enum Holder {
        /** A list. */
        LIST,
        /** A set. */
        SET,
        /** A deque. */
        DEQUE,
        /** A map: of keys and values. */
        MAP,
        /** Nothing or one value. */
        OPTIONAL
    }

    /**
     * A collection, map or optional.
     *
     * @param holder what it is
     * @param className the declared class
     * @param parts what it holds: elements, or keys and values
     */
    record Container(Holder holder, String className, List<TypeSchema> parts) implements TypeSchema {
        /** Copies the list. */
        public Container {
            parts = List.copyOf(parts);
        }

        @Override
        public int fixedLength() {
            return VARIABLE_LENGTH;
        }

        @Override
        public String text() {
            return simpleName(className)
                    + join(parts.stream().map(TypeSchema::text).toList());
        }
    }

    /**
     * An array.
     *
     * @param className the name of its class, as Java has it: {@code [J} or {@code [Ljava.lang.String;}
     * @param primitive whether the elements are primitives
     * @param element the elements, boxed for primitives
     */
    record Array(String className, boolean primitive, TypeSchema element) implements TypeSchema {
        @Override
        public int fixedLength() {
            return VARIABLE_LENGTH;
        }

        @Override
        public List<TypeSchema> parts() {
            return List.of(element);
        }

        @Override
        public String text() {
            return new Field("", primitive, element).typeText() + "[]";
        }
    }

    /**
     * A value that names its class itself: once in the stream, together with its description.
     *
     * @param bound a class or interface of all values
     */
    record Unknown(String bound) implements TypeSchema {
        @Override
        public int fixedLength() {
            return VARIABLE_LENGTH;
        }

        @Override
        public boolean namesClasses() {
            return true;
        }

        @Override
        public String text() {
            return "Unknown<" + simpleName(bound) + ">";
        }
    }

    /**
     * An object, and all that it refers to, as Kryo writes them. Only its length can be read without the class.
     *
     * @param className the class
     * @param serializer what Kryo writes it with
     * @param fields the names of its fields or constants, each with its class, if Kryo writes them one by one
     */
    record Graph(String className, String serializer, List<GraphField> fields) implements TypeSchema {
        /** Copies the list. */
        public Graph {
            fields = List.copyOf(fields);
        }

        @Override
        public int fixedLength() {
            return VARIABLE_LENGTH;
        }

        @Override
        public boolean namesClasses() {
            return true;
        }

        @Override
        public String text() {
            return simpleName(className) + " (Kryo)";
        }
    }

    /**
     * A field that Kryo writes.
     *
     * @param name its name, after the class that declares it where that is another one
     * @param className its class
     */
    record GraphField(String name, String className) {}

    /**
     * A value that a serializer of the program writes.
     *
     * @param serializer the class of the serializer
     * @param version which version of what it writes
     * @param fixedLength how many bytes each value takes, or {@link #VARIABLE_LENGTH}
     */
    record Custom(String serializer, int version, int fixedLength) implements TypeSchema {
        @Override
        public boolean isReadable() {
            return false;
        }

        @Override
        public String text() {
            return simpleName(serializer) + " version " + version;
        }
    }
}
