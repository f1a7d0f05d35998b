package io.weir.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.schema.GenericRecord;
import io.weir.schema.Opaque;
import io.weir.schema.SchemaFormat;
import io.weir.schema.TypeSchema;
import io.weir.tuple.Tuple;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Writes values with their descriptions, and reads them with and without their classes. */
class DescribedValuesTest {
    /** A constant may have a body. */
    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    /** Refers to itself. */
    public record Node(int number, Node next, Color color) {}

    /** Has subclasses. */
    public static class Animal {
        public String name;
        public Integer age;
        public double weight;
    }

    /** One of them. */
    public static class Dog extends Animal {
        public List<Color> colors;
    }

    /** Only Kryo can write it: no constructor without parameters. */
    public static final class Closed {
        private final Color color;
        private final Set<Color> colors;
        private final Map<Color, Integer> counts;
        private final Node node;

        Closed(Color color, Set<Color> colors, Map<Color, Integer> counts, Node node) {
            this.color = color;
            this.colors = colors;
            this.counts = counts;
            this.node = node;
        }
    }

    @Provide
    Arbitrary<RandomTypes.Sample> samples() {
        return RandomTypes.samples();
    }

    @Property(tries = 300)
    void readsRandomValuesWithAndWithoutTheirClasses(@ForAll("samples") RandomTypes.Sample sample) {
        TypeSerializer<Object> serializer = sample.type().createSerializer();
        TypeSchema schema = serializer.describe();
        assertThat(SchemaFormat.ofBytes(SchemaFormat.toBytes(schema))).isEqualTo(schema);
        RecordOutput out = RecordOutput.describing(16);
        sample.values().forEach(value -> serializer.serialize(value, out));

        RecordInput in = input(out, getClass().getClassLoader());
        TypeSerializer<Object> again = sample.type().createSerializer();
        for (Object value : sample.values()) {
            assertThat(model(again.deserialize(in))).isEqualTo(model(value));
        }
        assertThat(in.remaining()).isZero();

        RecordInput without = input(out, null);
        ValueReader<Object> reader = GenericReader.of(schema);
        for (Object value : sample.values()) {
            assertThat(reader.read(without)).isEqualTo(model(value));
        }
        assertThat(without.remaining()).isZero();
    }

    @Test
    void readsObjectsWithoutTheirClasses() {
        Dog dog = new Dog();
        dog.name = "Rex";
        dog.weight = 7.5;
        dog.colors = List.of(Color.GREEN);
        Animal cat = new Animal();
        cat.name = "Tom";
        cat.age = 3;
        List<Object> read = without(Types.POJO(Animal.class), List.of(dog, cat, dog));

        GenericRecord rex = (GenericRecord) read.get(0);
        assertThat(rex.className()).isEqualTo(Dog.class.getName());
        assertThat(rex.get("name")).isEqualTo("Rex");
        assertThat(rex.get("age")).isNull();
        assertThat(rex.get("weight")).isEqualTo(7.5);
        assertThat(rex.get("colors")).isEqualTo(List.of("GREEN"));
        assertThat(read.get(1).toString())
                .isEqualTo("DescribedValuesTest$Animal{age=3, name=Tom, weight=0.0}"
                        .substring("DescribedValuesTest$".length()));
        assertThat(read.get(2)).isEqualTo(rex);

        Node two = new Node(2, null, Color.RED);
        GenericRecord one = (GenericRecord) without(Types.RECORD(Node.class), List.of(new Node(1, two, null)))
                .get(0);
        assertThat(((GenericRecord) one.get("next")).fields())
                .containsEntry("number", 2)
                .containsEntry("color", "RED");
    }

    @Test
    void leavesOutWhatOnlyKryoCanRead() {
        Closed closed = closed();
        List<Object> values = new ArrayList<>(List.of(closed, new TreeMap<>(Map.of("a", 1)), "text", closed));
        List<Object> read = without(Types.GENERIC(Object.class), values);
        assertThat(((Opaque) read.get(0)).className()).isEqualTo(Closed.class.getName());
        assertThat(((Opaque) read.get(1)).className()).isEqualTo(TreeMap.class.getName());
        assertThat(read.get(2)).isEqualTo("text");
        assertThat(read.get(3)).isInstanceOf(Opaque.class);
    }

    @Test
    void readsWhatKryoWroteWithItsClasses() {
        TypeSerializer<Object> serializer = Types.GENERIC(Object.class).createSerializer();
        RecordOutput out = RecordOutput.describing(16);
        Closed closed = closed();
        serializer.serialize(closed, out);
        serializer.serialize(new TreeMap<>(Map.of("a", Color.GREEN)), out);
        serializer.serialize(closed, out);

        RecordInput in = input(out, getClass().getClassLoader());
        TypeSerializer<Object> again = Types.GENERIC(Object.class).createSerializer();
        for (Object read : List.of(again.deserialize(in), again.deserialize(in), again.deserialize(in))) {
            if (read instanceof Closed same) {
                assertThat(same.color).isEqualTo(Color.GREEN);
                assertThat(same.colors).isEqualTo(EnumSet.of(Color.RED, Color.GREEN));
                assertThat(same.counts).isEqualTo(Map.of(Color.RED, 5));
                assertThat(same.node).isEqualTo(closed.node);
            } else {
                assertThat(read).isEqualTo(new TreeMap<>(Map.of("a", Color.GREEN)));
            }
        }
    }

    @Test
    void graphsBehindOnesThatWereLeftOutCanStillBeRead() {
        TypeSerializer<Object> serializer = Types.GENERIC(Object.class).createSerializer();
        RecordOutput out = RecordOutput.describing(16);
        serializer.serialize(closed(), out);
        serializer.serialize(closed(), out);

        RecordInput in = input(out, getClass().getClassLoader());
        assertThat(GenericReader.of(serializer.describe()).read(in)).isInstanceOf(Opaque.class);
        Closed second = (Closed) serializer.deserialize(in);
        assertThat(second.node.next().number()).isEqualTo(2);
    }

    private static Closed closed() {
        return new Closed(
                Color.GREEN,
                EnumSet.allOf(Color.class),
                new EnumMap<>(Map.of(Color.RED, 5)),
                new Node(1, new Node(2, null, Color.GREEN), Color.RED));
    }

    private static <T> List<Object> without(TypeInformation<T> type, List<? extends T> values) {
        TypeSerializer<T> serializer = type.createSerializer();
        RecordOutput out = RecordOutput.describing(16);
        values.forEach(value -> serializer.serialize(value, out));
        RecordInput in = input(out, null);
        ValueReader<Object> reader = GenericReader.of(serializer.describe());
        List<Object> read = new ArrayList<>();
        values.forEach(value -> read.add(reader.read(in)));
        assertThat(in.remaining()).isZero();
        return read;
    }

    private static RecordInput input(RecordOutput out, ClassLoader classLoader) {
        RecordInput in = RecordInput.described(classLoader);
        in.setBuffer(out.toBytes());
        return in;
    }

    /** Returns what a reader without classes makes of a value. */
    private static Object model(Object value) {
        if (value instanceof Tuple tuple) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int i = 0; i < tuple.getArity(); i++) {
                fields.put("f" + i, model(tuple.getField(i)));
            }
            return new GenericRecord(tuple.getClass().getName(), fields);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(DescribedValuesTest::model);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put(model(key), model(each)));
            return all;
        }
        if (value instanceof Collection<?> collection) {
            Collection<Object> all = value instanceof Set<?> ? new LinkedHashSet<>() : new ArrayList<>();
            collection.forEach(each -> all.add(model(each)));
            return all;
        }
        if (value != null && value.getClass().isArray()) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(model(Array.get(value, i)));
            }
            return all;
        }
        return value;
    }
}
