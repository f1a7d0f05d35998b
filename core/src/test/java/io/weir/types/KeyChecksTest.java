package io.weir.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tuple.Tuple2;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyChecksTest {
    /** A record that can hold anything. */
    record Holder(Object value, List<Object> more) {}

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    record Point(int x, int y) {}

    record Colored(String name, Color color) {}

    record Wrapping(Colored colored) {}

    record Bytes(byte[] bytes) {}

    /** No hash of its own. */
    public static class NoHash {
        public int id;
    }

    /** A hash of its own. */
    public static class Hash {
        public int id;

        @Override
        public boolean equals(Object other) {
            return other instanceof Hash that && id == that.id;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    /** A final class that is no POJO and has no hash of its own. */
    static final class Opaque {
        private final int id;

        Opaque(int id) {
            this.id = id;
        }

        @Override
        public String toString() {
            return "Opaque" + id;
        }
    }

    static List<TypeInformation<?>> keys() {
        return List.of(
                Types.STRING,
                Types.LONG,
                Types.DOUBLE,
                Types.BIG_DEC,
                Types.INSTANT,
                Types.TUPLE(Types.STRING, Types.INT),
                Types.RECORD(Point.class),
                Types.POJO(Hash.class),
                Types.LIST(Types.STRING),
                Types.OPTIONAL(Types.STRING),
                Types.GENERIC(Object.class),
                Types.GENERIC(CharSequence.class),
                Types.TUPLE(Types.GENERIC(Object.class)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void accepted(TypeInformation<?> type) {
        assertThatCode(() -> KeyChecks.requireStableHash(type, "keyBy()")).doesNotThrowAnyException();
    }

    @Test
    void refusedWithTheMend() {
        assertRefused(Types.ENUM(Color.class), "enum Color", "name()");
        assertRefused(Types.PRIMITIVE_ARRAY(byte[].class), "byte[]", "List");
        assertRefused(Types.OBJECT_ARRAY(Types.STRING), "String[]", "List");
        assertRefused(Types.POJO(NoHash.class), "NoHash", "hashCode");
        assertRefused(Types.GENERIC(Opaque.class), "Opaque", "hashCode");
        assertRefused(Types.TUPLE(Types.STRING, Types.ENUM(Color.class)), "field f1", "enum Color");
        assertRefused(Types.RECORD(Wrapping.class), "field colored", "field color", "enum Color");
        assertRefused(Types.RECORD(Bytes.class), "field bytes", "byte[]");
        assertRefused(Types.LIST(Types.ENUM(Color.class)), "elements of List", "enum Color");
        assertRefused(Types.VOID, "Void");
    }

    @Test
    void keysAtRunTime() {
        List<Object> accepted = List.of(
                "a",
                new Point(1, 2),
                new Hash(),
                Optional.of(1),
                new Holder(Optional.empty(), List.of(1)),
                Map.of("a", 1),
                List.of(1),
                Tuple2.of("a", null),
                Tuple2.of(1L, List.of(Tuple2.of(1, 2))));
        for (Object key : accepted) {
            assertThatCode(() -> KeyChecks.requireStableHash(key)).doesNotThrowAnyException();
        }
        assertKeyRefused(new int[0], "int[]");
        assertKeyRefused(Color.RED, "Color");
        assertKeyRefused(Color.GREEN, "hash of enum");
        assertKeyRefused(new Object(), "Object");
        assertKeyRefused(new NoHash(), "NoHash");
        assertKeyRefused(new Opaque(1), "Opaque");
        assertKeyRefused(new StringBuilder(), "StringBuilder");
        assertKeyRefused(new Colored("a", null), "field color");
        assertKeyRefused(Tuple2.of("a", Color.RED), "Color");
        assertKeyRefused(List.of(1, new Colored("a", null)), "field color");
        assertKeyRefused(Optional.of(new byte[0]), "byte[]");
        assertKeyRefused(Map.of(Color.RED, 1), "Color");
        assertKeyRefused(new Holder("a", List.of(Color.RED)), "Color");
    }

    @Test
    void onlyKeysWithUnknownPartsAreLookedAtAtRunTime() {
        assertThat(KeyChecks.needRunTimeCheck(Types.TUPLE(Types.STRING, Types.LIST(Types.INT))))
                .isFalse();
        assertThat(KeyChecks.needRunTimeCheck(Types.GENERIC(Object.class))).isTrue();
        assertThat(KeyChecks.needRunTimeCheck(Types.TUPLE(Types.STRING, Types.GENERIC(Object.class))))
                .isTrue();
        assertThat(KeyChecks.needRunTimeCheck(Types.LIST(Types.GENERIC(Object.class))))
                .isTrue();
    }

    private static void assertKeyRefused(Object key, String part) {
        assertThatThrownBy(() -> KeyChecks.requireStableHash(key))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(part);
    }

    private static void assertRefused(TypeInformation<?> type, String... parts) {
        assertThat(type.isKeyType()).as("%s", type).isFalse();
        assertThatThrownBy(() -> KeyChecks.requireStableHash(type, "keyBy()"))
                .isInstanceOf(WeirException.class)
                .hasMessageStartingWith("keyBy(): ")
                .hasMessageContainingAll(parts)
                .extracting(e -> ((WeirException) e).code())
                .isEqualTo(ErrorCode.INVALID_PROGRAM);
    }
}
