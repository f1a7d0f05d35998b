package io.weir.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import io.weir.functions.MapFunction;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.File;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownTypesTest {
    private static final TypeInformation<Object> ANYTHING = Types.GENERIC(Object.class);

    enum Plain {
        ONE,
        TWO
    }

    enum WithBodies {
        PLUS {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        },
        MINUS {
            @Override
            int apply(int a, int b) {
                return a - b;
            }
        };

        abstract int apply(int a, int b);
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Drawing(String name, List<Shape> shapes, Shape frame) {}

    /** No constructor without parameters, final fields, and a reference that may lead back. */
    static final class Node {
        private final String name;
        private final List<Node> neighbours = new ArrayList<>();

        Node(String name) {
            this.name = name;
        }
    }

    /** A POJO by its members, but it refers to itself. */
    public static class Employee {
        public String name;
        public Employee manager;
        public List<Employee> reports = new ArrayList<>();
    }

    static final class Immutable {
        private final int number;
        private final Tuple2<String, Integer> tuple;
        private final Plain plain;

        Immutable(int number, Tuple2<String, Integer> tuple, Plain plain) {
            this.number = number;
            this.tuple = tuple;
            this.plain = plain;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Immutable that
                    && number == that.number
                    && Objects.equals(tuple, that.tuple)
                    && plain == that.plain;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    /** Left to Kryo with all that it holds. */
    static final class Holder {
        private final Object value;
        private final Tuple2<Object, Object> tuple;
        private final List<Object> list;

        Holder(Object value) {
            this.value = value;
            this.tuple = Tuple2.of(value, null);
            this.list = new ArrayList<>(Arrays.asList(value, null));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Holder that
                    && Objects.equals(value, that.value)
                    && tuple.equals(that.tuple)
                    && list.equals(that.list);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(value);
        }
    }

    static List<Object> values() {
        return List.of(
                Plain.TWO,
                WithBodies.MINUS,
                DayOfWeek.FRIDAY,
                RoundingMode.UP,
                new Circle(1),
                new Drawing("d", new ArrayList<>(Arrays.asList(new Circle(1), new Square(2), null)), new Square(3)),
                new Immutable(1, Tuple2.of("a", 2), Plain.ONE),
                new Date(12),
                ZoneId.of("Europe/Berlin"),
                Locale.GERMANY,
                BitSet.valueOf(new long[] {5, 6}),
                new StringBuilder("text").toString(),
                Optional.of(new Circle(2)),
                new ArrayList<>(List.of(1, "two", 3.0)),
                new LinkedList<>(List.of(1, "two")),
                new HashMap<>(Map.of("a", 1, "b", new Circle(1))),
                new LinkedHashMap<>(Map.of("a", 1)),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("a", 1, "b", 2)),
                new HashSet<>(Set.of(1, 2L)),
                new LinkedHashSet<>(List.of("b", "a")),
                new TreeSet<>(List.of("b", "a")),
                new EnumMap<>(Map.of(Plain.TWO, "2")),
                new EnumMap<>(Plain.class),
                EnumSet.of(Plain.TWO),
                Map.entry("a", new Circle(1)),
                new AbstractMap.SimpleEntry<>("a", null),
                new HashMap<>(Map.of("a", 1)).entrySet().iterator().next(),
                URI.create("http://host/path?query"),
                new File("some/file"),
                Path.of("some/path"),
                MathContext.DECIMAL64,
                InetAddress.getLoopbackAddress(),
                ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2),
                Timestamp.valueOf("2026-01-02 03:04:05.123456789"),
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Set.of(1, 2, 3),
                Map.of(1, 2),
                Map.of(1, 2, 3, 4),
                Arrays.asList(1, null, 2),
                Collections.emptyList(),
                Collections.emptyMap(),
                Collections.singletonList(1),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))),
                Collections.synchronizedSet(new HashSet<>(Set.of(4))),
                new HashMap<>(Map.of("a", 1)).keySet(),
                new ArrayList<>(List.of(1, 2, 3)).subList(1, 3));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfAnyClass(Object value) {
        Object read = RoundTrips.check(ANYTHING, value);
        if (value.getClass().getName().startsWith("io.weir")) {
            assertThat(read).hasSameClassAs(value);
        }
        // and as a part of something that Kryo serializes
        Holder holder = new Holder(value);
        RoundTrips.check(ANYTHING, holder);
        RoundTrips.check(ANYTHING, Tuple2.of(holder, value));
    }

    @Test
    void valuesThatDoNotCompare() {
        TypeSerializer<Object> serializer = ANYTHING.createSerializer();
        List<Object> values = List.of(
                new AtomicInteger(-1),
                new AtomicLong(1L << 40),
                new AtomicBoolean(true),
                new AtomicReference<>(new Circle(1)),
                Pattern.compile("a+", Pattern.CASE_INSENSITIVE));
        for (Object value : values) {
            RecordOutput out = new RecordOutput(16);
            serializer.serialize(value, out);
            RecordInput in = new RecordInput(getClass().getClassLoader());
            in.setBuffer(out.toBytes());
            assertThat(serializer.deserialize(in)).hasSameClassAs(value).hasToString(value.toString());
            assertThat(serializer.copy(value)).hasSameClassAs(value).hasToString(value.toString());
        }
        assertThat(serializer.copy(values.get(0))).isNotSameAs(values.get(0));
        assertThat(((Pattern) serializer.copy(values.get(4))).flags()).isEqualTo(Pattern.CASE_INSENSITIVE);
    }

    @Test
    void keepsTheComparatorOfSortedCollections() {
        TreeMap<String, Integer> map = new TreeMap<>(Comparator.reverseOrder());
        map.put("a", 1);
        map.put("b", 2);
        assertThat(((TreeMap<?, ?>) RoundTrips.check(ANYTHING, map)).firstKey()).isEqualTo("b");
    }

    @Test
    void concreteCollectionsKeepTheirClass() {
        assertThat(RoundTrips.check(ANYTHING, new LinkedList<>(List.of(1)))).isInstanceOf(LinkedList.class);
        ArrayDeque<Object> deque = new ArrayDeque<>(List.of(1, 2));
        TypeSerializer<Object> serializer = ANYTHING.createSerializer();
        assertThat(((ArrayDeque<?>) serializer.copy(deque)).toArray()).containsExactly(1, 2);
    }

    @Test
    void cyclesAndSharedObjectsOfSelfReferringClasses() {
        Employee boss = new Employee();
        boss.name = "boss";
        Employee one = new Employee();
        one.name = "one";
        one.manager = boss;
        boss.reports.addAll(List.of(one, one));
        boss.manager = boss;
        assertThat(TypeInformation.of(Employee.class).isUnknown()).isTrue();
        TypeSerializer<Employee> serializer = TypeInformation.of(Employee.class).createSerializer();
        RecordOutput out = new RecordOutput(16);
        serializer.serialize(boss, out);
        serializer.serialize(one, out);
        RecordInput in = new RecordInput(getClass().getClassLoader());
        in.setBuffer(out.toBytes());
        for (Employee read : List.of(serializer.deserialize(in), serializer.copy(boss))) {
            assertThat(read).isNotSameAs(boss);
            assertThat(read.manager).isSameAs(read);
            assertThat(read.reports).hasSize(2);
            assertThat(read.reports.get(0)).isSameAs(read.reports.get(1));
            assertThat(read.reports.get(0).manager).isSameAs(read);
        }
        assertThat(serializer.deserialize(in).manager.name).isEqualTo("boss");
    }

    @Test
    void cyclesOfClassesWithoutConstructor() {
        Node a = new Node("a");
        Node b = new Node("b");
        a.neighbours.add(b);
        b.neighbours.add(a);
        TypeSerializer<Object> serializer = ANYTHING.createSerializer();
        Node copy = (Node) serializer.copy(a);
        assertThat(copy.neighbours.get(0).name).isEqualTo("b");
        assertThat(copy.neighbours.get(0).neighbours.get(0)).isSameAs(copy);
    }

    @Test
    void eachClassIsNamedOncePerStream() {
        TypeSerializer<Object> writer = ANYTHING.createSerializer();
        TypeSerializer<Object> otherWriter = ANYTHING.createSerializer();
        RecordOutput out = new RecordOutput(16);
        RecordInput in = new RecordInput(getClass().getClassLoader());
        TypeSerializer<Object> reader = ANYTHING.createSerializer();
        List<Object> values = List.of(
                new Circle(1), new Square(1), new Immutable(1, null, null), Tuple2.of(new Circle(3), Plain.ONE));
        for (int frame = 0; frame < 4; frame++) {
            out.setPosition(0);
            for (Object value : values) {
                (frame % 2 == 0 ? writer : otherWriter).serialize(value, out);
            }
            String bytes = new String(out.toBytes(), StandardCharsets.ISO_8859_1);
            for (Class<?> type : List.of(Circle.class, Square.class, Immutable.class, Tuple2.class, Plain.class)) {
                assertThat(bytes.split(type.getName().replace("$", "\\$"), -1)).hasSize(frame == 0 ? 2 : 1);
            }
            in.setBuffer(out.toBytes());
            for (Object value : values) {
                assertThat(reader.deserialize(in)).isEqualTo(value);
            }
        }
    }

    @Test
    void nullTakesOneByte() {
        assertThat(RoundTrips.bytes(ANYTHING, null)).containsExactly(0);
        RoundTrips.check(ANYTHING, (Object) null);
    }

    @Test
    void namesWhatCannotBeRead() {
        byte[] bytes = RoundTrips.bytes(ANYTHING, new Circle(1));
        RecordInput in = new RecordInput(ClassLoader.getPlatformClassLoader());
        in.setBuffer(bytes);
        assertThatThrownBy(() -> ANYTHING.createSerializer().deserialize(in))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(Circle.class.getName())
                .hasMessageContaining("jar");
        RecordInput later = new RecordInput(getClass().getClassLoader());
        later.setBuffer(new byte[] {5});
        assertThatThrownBy(() -> ANYTHING.createSerializer().deserialize(later))
                .isInstanceOf(WeirException.class)
                .extracting(e -> ((WeirException) e).code())
                .isEqualTo(ErrorCode.SERIALIZATION);
    }

    @Test
    void aLimitOfTheOutputIsNoFailureOfTheType() {
        Object holder = new Holder("x".repeat(1000));
        RecordOutput limited = new RecordOutput(0);
        limited.setBuffer(new byte[0], 500);
        TypeSerializer<Object> serializer = ANYTHING.createSerializer();
        assertThatThrownBy(() -> serializer.serialize(holder, limited)).isInstanceOf(KryoBufferOverflowException.class);
        RoundTrips.check(ANYTHING, holder);
        assertThat(serializer.copy(holder)).isEqualTo(holder);
    }

    @Test
    void refusesLambdas() {
        MapFunction<String, String> lambda = value -> value;
        assertThatThrownBy(() -> RoundTrips.bytes(ANYTHING, lambda))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("lambda");
    }

    @Test
    void namesWhatKryoCannotWrite() {
        Object thread = new Object[] {new Node("a"), Thread.currentThread()};
        assertThatThrownBy(() -> RoundTrips.bytes(ANYTHING, thread))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("Thread");
    }
}
