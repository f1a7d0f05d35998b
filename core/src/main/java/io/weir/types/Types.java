package io.weir.types;

import io.weir.tuple.Tuple;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Names for types, for programs that say what cannot be seen from their code. */
public final class Types {
    /** The type whose only value is null. */
    public static final TypeInformation<Void> VOID = TypeInformation.of(Void.class);

    /** {@code String}. */
    public static final TypeInformation<String> STRING = TypeInformation.of(String.class);

    /** {@code boolean} and {@code Boolean}. */
    public static final TypeInformation<Boolean> BOOLEAN = TypeInformation.of(Boolean.class);

    /** {@code byte} and {@code Byte}. */
    public static final TypeInformation<Byte> BYTE = TypeInformation.of(Byte.class);

    /** {@code short} and {@code Short}. */
    public static final TypeInformation<Short> SHORT = TypeInformation.of(Short.class);

    /** {@code int} and {@code Integer}. */
    public static final TypeInformation<Integer> INT = TypeInformation.of(Integer.class);

    /** {@code long} and {@code Long}. */
    public static final TypeInformation<Long> LONG = TypeInformation.of(Long.class);

    /** {@code float} and {@code Float}. */
    public static final TypeInformation<Float> FLOAT = TypeInformation.of(Float.class);

    /** {@code double} and {@code Double}. */
    public static final TypeInformation<Double> DOUBLE = TypeInformation.of(Double.class);

    /** {@code char} and {@code Character}. */
    public static final TypeInformation<Character> CHAR = TypeInformation.of(Character.class);

    /** {@code BigInteger}. */
    public static final TypeInformation<BigInteger> BIG_INT = TypeInformation.of(BigInteger.class);

    /** {@code BigDecimal}. */
    public static final TypeInformation<BigDecimal> BIG_DEC = TypeInformation.of(BigDecimal.class);

    /** {@code UUID}. */
    public static final TypeInformation<UUID> UUID = TypeInformation.of(UUID.class);

    /** {@code Instant}. */
    public static final TypeInformation<Instant> INSTANT = TypeInformation.of(Instant.class);

    /** {@code Duration}. */
    public static final TypeInformation<Duration> DURATION = TypeInformation.of(Duration.class);

    /** {@code LocalDate}. */
    public static final TypeInformation<LocalDate> LOCAL_DATE = TypeInformation.of(LocalDate.class);

    /** {@code LocalTime}. */
    public static final TypeInformation<LocalTime> LOCAL_TIME = TypeInformation.of(LocalTime.class);

    /** {@code LocalDateTime}. */
    public static final TypeInformation<LocalDateTime> LOCAL_DATE_TIME = TypeInformation.of(LocalDateTime.class);

    private Types() {}

    /**
     * A tuple.
     *
     * @param fields the types of its fields
     * @param <T> the tuple
     * @return the type
     */
    public static <T extends Tuple> TypeInformation<T> TUPLE(TypeInformation<?>... fields) {
        return new TupleType<>(List.of(fields));
    }

    /**
     * A class with a constructor without parameters whose fields are public or have getters and setters.
     *
     * @param type the class
     * @param <T> the type
     * @return the type
     * @throws WeirException if the class is no POJO
     */
    public static <T> TypeInformation<T> POJO(Class<T> type) {
        TypeInformation<T> result = TypeInformation.of(type);
        if (!(result instanceof ObjectType<T> object) || object.isRecord()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    type.getName() + " is no POJO: it needs a constructor without parameters, fields that are public or"
                            + " have a getter and a setter, and no reference to itself. Types.GENERIC takes any class.");
        }
        return result;
    }

    /**
     * A POJO some of whose fields have types that their declaration does not tell.
     *
     * @param type the class
     * @param fields the types of these fields by name
     * @param <T> the type
     * @return the type
     * @throws WeirException if the class is no POJO or has no such field
     */
    public static <T> TypeInformation<T> POJO(Class<T> type, Map<String, TypeInformation<?>> fields) {
        return withFields((ObjectType<T>) POJO(type), fields);
    }

    /**
     * A Java record.
     *
     * @param type the class
     * @param <T> the type
     * @return the type
     */
    public static <T extends Record> TypeInformation<T> RECORD(Class<T> type) {
        return TypeInformation.of(type);
    }

    /**
     * A Java record some of whose components have types that their declaration does not tell.
     *
     * @param type the class
     * @param components the types of these components by name
     * @param <T> the type
     * @return the type
     * @throws WeirException if the record has no such component
     */
    public static <T extends Record> TypeInformation<T> RECORD(
            Class<T> type, Map<String, TypeInformation<?>> components) {
        return withFields((ObjectType<T>) RECORD(type), components);
    }

    /**
     * An enum.
     *
     * @param type the class
     * @param <E> the enum
     * @return the type
     */
    public static <E extends Enum<E>> TypeInformation<E> ENUM(Class<E> type) {
        return new EnumType<>(type);
    }

    /**
     * Anything: each value names its class, and Kryo serializes what no other serializer fits.
     *
     * @param type a class or interface of all values
     * @param <T> the type
     * @return the type
     */
    public static <T> TypeInformation<T> GENERIC(Class<T> type) {
        return new UnknownType<>(type);
    }

    /**
     * An array of primitives.
     *
     * @param arrayType the class of the array
     * @param <A> the array
     * @return the type
     */
    public static <A> TypeInformation<A> PRIMITIVE_ARRAY(Class<A> arrayType) {
        Class<?> component = arrayType.getComponentType();
        if (component == null || !component.isPrimitive()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, arrayType.getSimpleName() + " is no array of primitives");
        }
        return TypeInformation.of(arrayType);
    }

    /**
     * An array of objects.
     *
     * @param element the type of the elements
     * @param <E> the type of the elements
     * @return the type
     */
    @SuppressWarnings("unchecked") // the class is that of arrays of E
    public static <E> TypeInformation<E[]> OBJECT_ARRAY(TypeInformation<E> element) {
        Class<E[]> arrayType =
                (Class<E[]>) Array.newInstance(element.getTypeClass(), 0).getClass();
        return new ArrayType<>(arrayType, element);
    }

    /**
     * A list. It is an {@code ArrayList} once it was sent.
     *
     * @param element the type of the elements
     * @param <E> the type of the elements
     * @return the type
     */
    public static <E> TypeInformation<List<E>> LIST(TypeInformation<E> element) {
        return container(List.class, element);
    }

    /**
     * A set. It is a {@code LinkedHashSet} once it was sent.
     *
     * @param element the type of the elements
     * @param <E> the type of the elements
     * @return the type
     */
    public static <E> TypeInformation<Set<E>> SET(TypeInformation<E> element) {
        return container(Set.class, element);
    }

    /**
     * A map. It is a {@code LinkedHashMap} once it was sent.
     *
     * @param key the type of the keys
     * @param value the type of the values
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the type
     */
    public static <K, V> TypeInformation<Map<K, V>> MAP(TypeInformation<K> key, TypeInformation<V> value) {
        return container(Map.class, key, value);
    }

    /**
     * An optional value.
     *
     * @param value the type of the value
     * @param <E> the type of the value
     * @return the type
     */
    public static <E> TypeInformation<Optional<E>> OPTIONAL(TypeInformation<E> value) {
        return container(Optional.class, value);
    }

    @SuppressWarnings("unchecked") // C is the class with these arguments
    private static <C> TypeInformation<C> container(Class<?> type, TypeInformation<?>... arguments) {
        return new ContainerType<>((Class<C>) type, List.of(arguments));
    }

    private static <T> TypeInformation<T> withFields(ObjectType<T> type, Map<String, TypeInformation<?>> fields) {
        List<TypeInformation<?>> result = new ArrayList<>(type.fieldTypes());
        fields.forEach((name, field) -> result.set(type.fieldPosition(name), field));
        return new ObjectType<>(type.getTypeClass(), type.fieldNames(), result);
    }
}
