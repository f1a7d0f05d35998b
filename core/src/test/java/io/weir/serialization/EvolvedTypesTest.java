package io.weir.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.schema.SchemaMismatch;
import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reads values as later versions of their classes. What was and what is have other names here, and so the same fields. */
class EvolvedTypesTest {
    /** As it was. */
    public static class Then {
        public int count;
        public String name;
        public Integer rank;
        public Color color;
        public float share;

        /** A part. */
        public record Inner(short small, String text) {}

        public List<Inner> inner;

        enum Color {
            RED,
            GREEN
        }
    }

    /** As it is now. */
    public static class Now {
        public double share;
        public Integer count;
        public String name = "unknown";
        public long rank;
        public Color color;

        /** A part. */
        public record Inner(String text, long small) {}

        public List<Inner> inner;

        enum Color {
            BLUE,
            GREEN,
            RED
        }
    }

    static <A, B> List<B> evolve(TypeInformation<A> then, TypeInformation<B> now, List<A> values, SchemaPath path) {
        TypeSerializer<A> writer = then.createSerializer();
        TypeSerializer<B> current = now.createSerializer();
        TypeSerializer<B> reader = current.reading(writer.describe(), path);
        RecordOutput out = RecordOutput.describing(16);
        values.forEach(value -> writer.serialize(value, out));
        RecordInput in = RecordInput.described(EvolvedTypesTest.class.getClassLoader());
        in.setBuffer(out.toBytes());
        List<B> read = new ArrayList<>();
        values.forEach(value -> read.add(reader.deserialize(in)));
        assertThat(in.remaining()).isZero();
        return read;
    }

    private static <A, B> B evolve(TypeInformation<A> then, TypeInformation<B> now, A value) {
        return evolve(then, now, List.of(value, value), SchemaPath.of("value")).get(1);
    }

    private static Then then() {
        Then then = new Then();
        then.count = 3;
        then.name = "x";
        then.color = Then.Color.GREEN;
        then.share = 0.5f;
        then.inner = List.of(new Then.Inner((short) 7, "a"), new Then.Inner((short) 8, null));
        return then;
    }

    @Test
    void fieldsFindEachOtherByNameAndNumbersGrow() {
        SchemaPath path = SchemaPath.of("value");
        Now now = evolve(Types.POJO(Then.class), Types.POJO(Now.class), List.of(then()), path)
                .get(0);
        assertThat(now.count).isEqualTo(3);
        assertThat(now.name).isEqualTo("x");
        assertThat(now.rank).isZero();
        assertThat(now.color).isEqualTo(Now.Color.GREEN);
        assertThat(now.share).isEqualTo(0.5);
        assertThat(now.inner).containsExactly(new Now.Inner("a", 7), new Now.Inner(null, 8));
        assertThat(path.changes())
                .anyMatch(change -> change.contains("value.inner.element.small: Short became Long"))
                .anyMatch(change -> change.contains("value.rank: Integer became Long"));
    }

    @Test
    void whatHoldsValuesEvolvesWithThem() {
        assertThat(evolve(Types.LIST(Types.INT), Types.LIST(Types.LONG), List.of(1, 2)))
                .containsExactly(1L, 2L);
        assertThat(evolve(Types.MAP(Types.STRING, Types.FLOAT), Types.MAP(Types.STRING, Types.DOUBLE), Map.of("a", 1f)))
                .isEqualTo(Map.of("a", 1.0));
        assertThat(evolve(Types.OPTIONAL(Types.BYTE), Types.OPTIONAL(Types.INT), Optional.of((byte) 3)))
                .contains(3);
        TypeInformation<Tuple2<Integer, String>> small = Types.TUPLE(Types.INT, Types.STRING);
        TypeInformation<Tuple2<Long, String>> large = Types.TUPLE(Types.LONG, Types.STRING);
        assertThat(evolve(small, large, new Tuple2<>(1, "a"))).isEqualTo(new Tuple2<>(1L, "a"));
        assertThat(evolve(small, large, new Tuple2<>(null, null))).isEqualTo(new Tuple2<>(null, null));
        assertThat(evolve(Types.PRIMITIVE_ARRAY(int[].class), Types.PRIMITIVE_ARRAY(double[].class), new int[] {1, 2}))
                .containsExactly(1, 2);
        assertThat(evolve(Types.OBJECT_ARRAY(Types.CHAR), Types.OBJECT_ARRAY(Types.INT), new Character[] {'a', null}))
                .containsExactly(97, null);
    }

    /** Cannot be made of the other. */
    public record Narrow(int count, Then.Color color) {}

    /** Cannot be made of the other. */
    public record Wide(long count, Now.Color color) {}

    @Test
    void refusesWhatWouldLoseValues() {
        assertThatThrownBy(() -> evolve(Types.RECORD(Wide.class), Types.RECORD(Narrow.class), new Wide(1, null)))
                .isInstanceOfSatisfying(SchemaMismatch.class, e -> {
                    assertThat(e.place()).isEqualTo("value.count");
                    assertThat(e.problem()).isEqualTo("it was written as Long and is now Integer");
                });
        assertThatThrownBy(() -> evolve(Types.ENUM(Now.Color.class), Types.ENUM(Then.Color.class), Now.Color.RED))
                .hasMessageContaining("has lost BLUE");
        assertThatThrownBy(() -> evolve(Types.RECORD(Narrow.class), Types.POJO(Then.class), new Narrow(1, null)))
                .hasMessageContaining("a class may get another name or other fields, but not both at once");
        assertThatThrownBy(() -> evolve(Types.LIST(Types.INT), Types.SET(Types.INT), List.of(1)))
                .hasMessageContaining("it was written as List<Integer> and is now Set<Integer>");
        assertThatThrownBy(() -> evolve(Types.LONG, Types.INT, 1L)).isInstanceOf(SchemaMismatch.class);
        assertThatThrownBy(() -> evolve(Types.LONG, Types.STRING, 1L)).isInstanceOf(SchemaMismatch.class);
    }

    @Test
    void describesItselfInWords() {
        TypeSchema schema = Types.POJO(Then.class).createSerializer().describe();
        assertThat(schema.text())
                .isEqualTo("Then<name: String, rank: Integer, color: Color(RED|GREEN), count: int,"
                        + " inner: List<Inner<small: short, text: String>>, share: float>");
    }
}
