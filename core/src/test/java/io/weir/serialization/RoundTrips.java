package io.weir.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tuple.Tuple;
import io.weir.types.TypeInformation;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Writes values, reads and copies them, and checks that nothing was lost. */
public final class RoundTrips {
    private RoundTrips() {}

    /** Checks that a value comes out as it went in, and that a copy equals it. Returns what came out. */
    public static <T> T check(TypeInformation<T> type, T value) {
        return check(type, Arrays.asList(value, value), 1).get(1);
    }

    /** The same for several values, in several frames of one stream. */
    public static <T> List<T> check(TypeInformation<T> type, List<T> values, int perFrame) {
        TypeSerializer<T> writer = type.createSerializer();
        TypeSerializer<T> reader = type.createSerializer();
        RecordOutput out = new RecordOutput(1);
        RecordInput in = new RecordInput(RoundTrips.class.getClassLoader());
        List<T> result = new ArrayList<>();
        for (int start = 0; start < values.size(); start += perFrame) {
            List<T> frame = values.subList(start, Math.min(values.size(), start + perFrame));
            out.setPosition(0);
            frame.forEach(value -> write(writer, value, out));
            in.setBuffer(out.toBytes());
            for (T value : frame) {
                T read = reader.deserialize(in);
                assertThat(plain(read)).as("%s read", type).isEqualTo(plain(value));
                result.add(read);
            }
            assertThat(in.remaining()).as("bytes left").isZero();
        }
        for (T value : values) {
            T copy = writer.copy(value);
            assertThat(plain(copy)).as("%s copied", type).isEqualTo(plain(value));
            assertNothingShared(value, copy);
        }
        return result;
    }

    /** Checks that no mutable part of a value is a part of its copy. */
    private static void assertNothingShared(Object value, Object copy) {
        List<Object> parts = parts(value);
        if (!parts.isEmpty() && !(value instanceof Optional)) {
            assertThat(copy).isNotSameAs(value);
        }
        List<Object> copiedParts = parts(copy);
        for (int i = 0; i < parts.size(); i++) {
            assertNothingShared(parts.get(i), copiedParts.get(i));
        }
    }

    /** Returns what an object is made of. */
    private static List<Object> parts(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        if (value instanceof Optional<?> optional) {
            return optional.<List<Object>>map(List::of).orElse(List.of());
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.values());
        }
        if (value instanceof Tuple tuple) {
            return IntStream.range(0, tuple.getArity())
                    .mapToObj(i -> tuple.<Object>getField(i))
                    .collect(ArrayList::new, List::add, List::addAll);
        }
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /** Returns the bytes of a value. */
    public static <T> byte[] bytes(TypeInformation<T> type, T value) {
        RecordOutput out = new RecordOutput(1);
        write(type.createSerializer(), value, out);
        return out.toBytes();
    }

    private static <T> void write(TypeSerializer<T> serializer, T value, RecordOutput out) {
        int start = out.position();
        serializer.serialize(value, out);
        if (serializer.fixedLength() != TypeSerializer.VARIABLE_LENGTH) {
            assertThat(out.position() - start).as("length").isEqualTo(serializer.fixedLength());
        }
    }

    /** Returns a value in terms of things that compare by content. */
    public static Object plain(Object value) {
        if (value == null) {
            return null;
        }
        if (value.getClass().isArray()) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(plain(Array.get(value, i)));
            }
            return Map.of(value.getClass().getName(), elements);
        }
        if (value instanceof Tuple || value instanceof List) {
            List<Object> elements = new ArrayList<>();
            elements.add(value instanceof Tuple ? value.getClass() : List.class);
            parts(value).forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((k, v) -> entries.put(plain(k), plain(v)));
            return entries;
        }
        return value instanceof Optional<?> optional ? optional.map(RoundTrips::plain) : value;
    }
}
