package io.weir.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.schema.SchemaFormat;
import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.tuple.Tuple0;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import io.weir.tuple.Tuple9;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The bytes of values, as docs/formats.md may promise them. */
class KnownBytesTest {
    record Point(int x, int y) {}

    record Named(String name, Long id, int age) {}

    enum Color {
        RED,
        GREEN
    }

    /** May have subclasses. */
    public static class Bean {
        public int b;
        public int a;
        public String text;

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean that && a == that.a && b == that.b && Objects.equals(text, that.text);
        }

        @Override
        public int hashCode() {
            return a;
        }
    }

    /** May not. */
    public static final class FinalBean {
        public int b;
        public long a;
    }

    @Test
    void numbersAreLittleEndian() {
        assertBytes(Types.LONG, 0x0102030405060708L, 8, 7, 6, 5, 4, 3, 2, 1);
        assertBytes(Types.INT, 0x01020304, 4, 3, 2, 1);
        assertBytes(Types.SHORT, (short) 0x0102, 2, 1);
        assertBytes(Types.CHAR, 'A', 65, 0);
        assertBytes(Types.DOUBLE, 1.0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F);
        assertBytes(Types.FLOAT, 1f, 0, 0, 0x80, 0x3F);
        assertBytes(Types.BOOLEAN, true, 1);
    }

    /** The first ones are examples of the Protocol Buffers' encoding guide for signed numbers. */
    @Test
    void compactNumbersTakeAsManyBytesAsTheyNeed() {
        assertCompact(0, 0);
        assertCompact(-1, 1);
        assertCompact(1, 2);
        assertCompact(-2, 3);
        assertCompact(0x7fffffffL, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F);
        assertCompact(-0x80000000L, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
        assertCompact(63, 126);
        assertCompact(64, 0x80, 1);
        assertCompact(Long.MAX_VALUE, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
        assertCompact(Long.MIN_VALUE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
    }

    private static void assertCompact(long value, int... bytes) {
        TypeSerializer<Long> compact = CompactLong.insteadOf(Types.LONG.createSerializer());
        RecordOutput out = new RecordOutput(0);
        compact.serialize(value, out);
        byte[] expected = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            expected[i] = (byte) bytes[i];
        }
        assertThat(out.toBytes()).isEqualTo(expected);
        RecordInput in = new RecordInput(KnownBytesTest.class.getClassLoader());
        in.setBuffer(expected);
        assertThat(compact.deserialize(in)).isEqualTo(value);
        in.setBuffer(expected);
        TypeSerializer<Double> wider =
                Types.DOUBLE.createSerializer().reading(compact.describe(), SchemaPath.of("value"));
        assertThat(wider.deserialize(in)).isEqualTo((double) value);
    }

    @Test
    void onlyNumbersOfSixtyFourBitsAreCompact() {
        TypeSerializer<Integer> numbers = Types.INT.createSerializer();
        assertThat(CompactLong.insteadOf(numbers)).isSameAs(numbers);
        TypeSchema written =
                CompactLong.insteadOf(Types.LONG.createSerializer()).describe();
        assertThat(SchemaFormat.ofBytes(SchemaFormat.toBytes(written))).isEqualTo(written);
        assertThatThrownBy(() -> numbers.reading(written, SchemaPath.of("value")))
                .hasMessageContaining("Long");
    }

    @Test
    void tuplesHaveOneMaskByteForEightFields() {
        TypeInformation<Tuple2<Long, Long>> longs = Types.TUPLE(Types.LONG, Types.LONG);
        assertThat(longs.createSerializer().fixedLength()).isEqualTo(17);
        assertBytes(longs, Tuple2.of(1L, 2L), 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0);
        assertBytes(longs, Tuple2.of(null, 2L), 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0);
        TypeInformation<Tuple3<String, Integer, Boolean>> three = Types.TUPLE(Types.STRING, Types.INT, Types.BOOLEAN);
        assertBytes(three, Tuple3.of("ab", null, true), 2, 5, 'a', 'b', 1);
        assertThat(three.createSerializer().fixedLength()).isEqualTo(TypeSerializer.VARIABLE_LENGTH);
        TypeInformation<Tuple9<Byte, Byte, Byte, Byte, Byte, Byte, Byte, Byte, Byte>> nine = Types.TUPLE(
                Types.BYTE,
                Types.BYTE,
                Types.BYTE,
                Types.BYTE,
                Types.BYTE,
                Types.BYTE,
                Types.BYTE,
                Types.BYTE,
                Types.BYTE);
        assertThat(nine.createSerializer().fixedLength()).isEqualTo(11);
        Tuple9<Byte, Byte, Byte, Byte, Byte, Byte, Byte, Byte, Byte> value = new Tuple9<>();
        value.f1 = (byte) 7;
        assertBytes(nine, value, 0b1111_1101, 1, 0, 7, 0, 0, 0, 0, 0, 0, 0);
        assertBytes(Types.TUPLE(), Tuple0.INSTANCE);
    }

    @Test
    void recordsOfPrimitivesHaveNoMask() {
        assertThat(Types.RECORD(Point.class).createSerializer().fixedLength()).isEqualTo(8);
        assertBytes(Types.RECORD(Point.class), new Point(1, 2), 1, 0, 0, 0, 2, 0, 0, 0);
        assertBytes(Types.RECORD(Named.class), new Named("ab", null, 3), 2, 5, 'a', 'b', 3, 0, 0, 0);
    }

    @Test
    void pojosHaveABitForSubclasses() {
        Bean bean = new Bean();
        bean.a = 1;
        bean.b = 2;
        assertBytes(Types.POJO(Bean.class), bean, 2, 1, 0, 0, 0, 2, 0, 0, 0);
        bean.text = "";
        assertBytes(Types.POJO(Bean.class), bean, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1);
        assertThat(Types.POJO(Bean.class).createSerializer().fixedLength()).isEqualTo(TypeSerializer.VARIABLE_LENGTH);
        assertThat(Types.POJO(FinalBean.class).createSerializer().fixedLength()).isEqualTo(12);
    }

    @Test
    void strings() {
        assertBytes(Types.STRING, null, 0);
        assertBytes(Types.STRING, "", 1);
        assertBytes(Types.STRING, "a\u00e9", 5, 'a', 0xE9);
        assertBytes(Types.STRING, "\u4e2d", 4, 0x2d, 0x4e);
    }

    @Test
    void containers() {
        assertBytes(Types.LIST(Types.BYTE), List.of((byte) 7, (byte) 8), 4, 7, 8);
        assertBytes(Types.LIST(Types.BYTE), Arrays.asList((byte) 7, null), 5, 1, 7, 0);
        assertBytes(Types.LIST(Types.STRING), Arrays.asList("a", null), 4, 3, 'a', 0);
        assertBytes(Types.MAP(Types.BYTE, Types.BOOLEAN), Map.of((byte) 7, true), 2, 7, 1);
        assertBytes(Types.PRIMITIVE_ARRAY(short[].class), new short[] {1, 2}, 2, 1, 0, 2, 0);
        assertBytes(Types.OBJECT_ARRAY(Types.BYTE), new Byte[] {7, null}, 5, 1, 7, 0);
    }

    @Test
    void enumsAreTheirOrdinal() {
        assertBytes(Types.ENUM(Color.class), Color.GREEN, 1);
        assertThat(Types.ENUM(Color.class).createSerializer().fixedLength()).isEqualTo(1);
        RecordInput in = new RecordInput(getClass().getClassLoader());
        in.setBuffer(new byte[] {2});
        assertThatThrownBy(() -> Types.ENUM(Color.class).createSerializer().deserialize(in))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("no constant number 2");
    }

    @Test
    void damagedLengthsTakeNoMemory() {
        RecordInput in = new RecordInput(getClass().getClassLoader());
        for (TypeInformation<?> type : List.of(
                Types.STRING,
                Types.LIST(Types.LONG),
                Types.MAP(Types.STRING, Types.STRING),
                Types.PRIMITIVE_ARRAY(long[].class),
                Types.OBJECT_ARRAY(Types.STRING))) {
            in.setBuffer(new byte[] {-2, -1, -1, -1, 7, 1, 2, 3});
            assertThatThrownBy(() -> type.createSerializer().deserialize(in))
                    .as("%s", type)
                    .isInstanceOf(WeirException.class);
        }
    }

    private static <T> void assertBytes(TypeInformation<T> type, T value, int... expected) {
        byte[] bytes = new byte[expected.length];
        for (int i = 0; i < expected.length; i++) {
            bytes[i] = (byte) expected[i];
        }
        assertThat(RoundTrips.bytes(type, value)).as("%s", value).isEqualTo(bytes);
        RoundTrips.check(type, value);
    }
}
