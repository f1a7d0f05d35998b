package io.weir.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple4;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldAccessorTest {
    record Reading(String sensor, double value, List<Integer> marks) {}

    public static class Base {
        public int id;
    }

    public static class Person extends Base {
        private String name;
        public long weight;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    private static final TypeInformation<Tuple2<String, Long>> PAIR = Types.TUPLE(Types.STRING, Types.LONG);

    @Test
    void tupleByPositionAndByName() {
        Tuple2<String, Long> pair = Tuple2.of("a", 1L);
        for (FieldAccessor<Tuple2<String, Long>, Long> field : List.of(
                FieldAccessor.<Tuple2<String, Long>, Long>of(PAIR, 1),
                FieldAccessor.<Tuple2<String, Long>, Long>of(PAIR, "f1"),
                FieldAccessor.<Tuple2<String, Long>, Long>of(PAIR, "1"))) {
            assertThat(field.get(pair)).isEqualTo(1L);
            assertThat(field.with(pair, 2L)).isEqualTo(Tuple2.of("a", 2L));
            assertThat(field.fieldType()).isEqualTo(Types.LONG);
        }
        assertThat(pair).isEqualTo(Tuple2.of("a", 1L));
    }

    @Test
    void recordByName() {
        Reading reading = new Reading("s", 1.5, List.of(1));
        FieldAccessor<Reading, Double> value = FieldAccessor.of(TypeInformation.of(Reading.class), "value");
        assertThat(value.get(reading)).isEqualTo(1.5);
        assertThat(value.with(reading, 2.5)).isEqualTo(new Reading("s", 2.5, List.of(1)));
        assertThat(value.fieldType()).isEqualTo(Types.DOUBLE);
        assertThat(reading.value()).isEqualTo(1.5);
    }

    @Test
    void pojoByNameWithInheritedAndPrivateFields() {
        Person person = new Person();
        person.id = 7;
        person.weight = 80;
        person.setName("Ada");
        TypeInformation<Person> type = Types.POJO(Person.class);
        assertThat(FieldAccessor.<Person, Integer>of(type, "id").get(person)).isEqualTo(7);
        assertThat(FieldAccessor.<Person, String>of(type, "name").get(person)).isEqualTo("Ada");
        Person heavier = FieldAccessor.<Person, Long>of(type, "weight").with(person, 81L);
        assertThat(heavier).isNotSameAs(person);
        assertThat(heavier.weight).isEqualTo(81);
        assertThat(heavier.id).isEqualTo(7);
        assertThat(heavier.getName()).isEqualTo("Ada");
        assertThat(person.weight).isEqualTo(80);
    }

    @Test
    void nestedFields() {
        TypeInformation<Tuple2<Integer, Reading>> type = Types.TUPLE(Types.INT, Types.RECORD(Reading.class));
        FieldAccessor<Tuple2<Integer, Reading>, String> sensor = FieldAccessor.of(type, "f1.sensor");
        Tuple2<Integer, Reading> value = Tuple2.of(1, new Reading("s", 1, null));
        assertThat(sensor.get(value)).isEqualTo("s");
        assertThat(sensor.with(value, "t")).isEqualTo(Tuple2.of(1, new Reading("t", 1, null)));
        assertThat(value.f1.sensor()).isEqualTo("s");
        assertThat(sensor.fieldName()).isEqualTo("f1.sensor");
    }

    @Test
    void wholeValue() {
        assertThat(FieldAccessor.<Long, Long>of(Types.LONG, 0).with(1L, 2L)).isEqualTo(2L);
        assertThat(FieldAccessor.<Long, Long>of(Types.LONG, "*").get(1L)).isEqualTo(1L);
    }

    @Test
    void unknownTypesAreLookedIntoAtRunTime() {
        FieldAccessor<Object, Object> second = FieldAccessor.of(Types.GENERIC(Object.class), 1);
        assertThat(second.get(Tuple2.of("a", 1L))).isEqualTo(1L);
        assertThat(second.with(Tuple4.of(1, 2, 3, 4), 9)).isEqualTo(Tuple4.of(1, 9, 3, 4));
        assertThat(second.get(new Reading("s", 1.5, null))).isEqualTo(1.5);
        FieldAccessor<Object, Object> named = FieldAccessor.of(Types.GENERIC(Object.class), "sensor");
        assertThat(named.get(new Reading("s", 1.5, null))).isEqualTo("s");
        assertThatThrownBy(() -> named.get(new Object()))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void wrongFieldsNameTheKnownOnes() {
        assertInvalid(() -> FieldAccessor.of(PAIR, 2), "no field 2", "2 fields");
        assertInvalid(() -> FieldAccessor.of(PAIR, -1), "no field -1");
        assertInvalid(() -> FieldAccessor.of(PAIR, "count"), "\"count\"", "f0, f1");
        assertInvalid(() -> FieldAccessor.of(Types.RECORD(Reading.class), "valeu"), "sensor, value, marks");
        assertInvalid(() -> FieldAccessor.of(Types.POJO(Person.class), "f0"), "id, name, weight");
        assertInvalid(() -> FieldAccessor.of(Types.LONG, 1), "no field 1", "Long");
        assertInvalid(() -> FieldAccessor.of(Types.STRING, "word"), "\"word\"", "String");
    }

    @Test
    void travelsWithTheFunction() throws Exception {
        FieldAccessor<Reading, Double> value = FieldAccessor.of(TypeInformation.of(Reading.class), "value");
        Reading reading = new Reading("s", 1.5, null);
        assertThat(value.get(reading)).isEqualTo(1.5); // creates what must not travel
        assertThat(sent(value).with(reading, 3.0).value()).isEqualTo(3.0);
    }

    private static void assertInvalid(Runnable action, String... parts) {
        assertThatThrownBy(action::run)
                .isInstanceOf(WeirException.class)
                .hasMessageContainingAll(parts)
                .extracting(e -> ((WeirException) e).code())
                .isEqualTo(ErrorCode.INVALID_PROGRAM);
    }

    @SuppressWarnings("unchecked") // it is what was written
    private static <T> T sent(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
