package io.weir.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.serialization.RoundTrips;
import io.weir.tuple.Tuple2;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types travel with the plan and make serializers where they arrive. */
class TravelingTypesTest {
    enum Size {
        SMALL
    }

    record Box(String label, Size size, List<Long> weights) {}

    /** A POJO. */
    public static class Bean {
        public int number;
    }

    static List<TypeInformation<?>> types() {
        return List.of(
                Types.STRING,
                Types.VOID,
                Types.GENERIC(Object.class),
                Types.TUPLE(Types.STRING, Types.LIST(Types.INT)),
                Types.RECORD(Box.class),
                Types.POJO(Bean.class),
                Types.ENUM(Size.class),
                Types.MAP(Types.STRING, Types.OPTIONAL(Types.LONG)),
                Types.SET(Types.INSTANT),
                Types.PRIMITIVE_ARRAY(double[].class),
                Types.OBJECT_ARRAY(Types.RECORD(Box.class)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void arriveAsTheyLeft(TypeInformation<?> type) throws Exception {
        TypeInformation<?> arrived = (TypeInformation<?>) travel(type);
        assertThat(arrived).isEqualTo(type).hasSameHashCodeAs(type).hasToString(type.toString());
        assertThat(arrived.createSerializer().fixedLength())
                .isEqualTo(type.createSerializer().fixedLength());
        assertThat(types()).filteredOn(other -> other.equals(arrived)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void serializeWhereTheyArrive(TypeInformation<?> type) throws Exception {
        TypeInformation<?> pair = (TypeInformation<?>) travel(Types.TUPLE(type, Types.RECORD(Box.class)));
        @SuppressWarnings("unchecked") // it is a pair of these types
        TypeInformation<Tuple2<Object, Box>> typed = (TypeInformation<Tuple2<Object, Box>>) pair;
        RoundTrips.check(typed, Tuple2.of(null, new Box("label", Size.SMALL, List.of(1L))));
        RoundTrips.check(Types.MAP(Types.STRING, typed), Map.of("key", Tuple2.of(null, null)));
    }

    private static Object travel(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
