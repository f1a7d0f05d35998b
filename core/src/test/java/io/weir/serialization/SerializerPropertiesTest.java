package io.weir.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SerializerPropertiesTest {
    record Everything(
            boolean a,
            byte b,
            short c,
            char d,
            int e,
            long f,
            float g,
            double h,
            String s,
            Integer i,
            List<String> l) {}

    record Deep<T>(T value, Deep<T> next, Map<String, Optional<Long>> named) {}

    /** All kinds of fields. */
    public static class Bean {
        public boolean flag;
        public byte small;
        public short shorter;
        public char letter;
        public int number;
        public long big;
        public float single;
        public double precise;
        public String text;
        public Long boxed;
        public int[] numbers;
        public Bean2 other;
        private List<Bean2> others;
        public transient String notKept;

        public List<Bean2> getOthers() {
            return others;
        }

        public void setOthers(List<Bean2> others) {
            this.others = others;
        }

        @Override
        public boolean equals(Object object) {
            return object instanceof Bean that && content().equals(that.content());
        }

        @Override
        public int hashCode() {
            return content().hashCode();
        }

        private List<Object> content() {
            return Arrays.asList(
                    flag,
                    small,
                    shorter,
                    letter,
                    number,
                    big,
                    single,
                    precise,
                    text,
                    boxed,
                    Arrays.toString(numbers),
                    other,
                    others);
        }
    }

    /** May have subclasses. */
    public static class Bean2 {
        public int id;
        public String name;

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean2 that
                    && getClass() == that.getClass()
                    && id == that.id
                    && Objects.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    /** Is one. */
    public static class Bean3 extends Bean2 {
        public double extra;

        @Override
        public boolean equals(Object other) {
            return super.equals(other) && extra == ((Bean3) other).extra;
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    @Provide
    Arbitrary<RandomTypes.Sample> samples() {
        return RandomTypes.samples();
    }

    @Property(tries = 500)
    void everyTypeComesOutAsItWentIn(
            @ForAll("samples") RandomTypes.Sample sample, @ForAll @IntRange(min = 1, max = 3) int perFrame) {
        RoundTrips.check(sample.type(), sample.values(), perFrame);
    }

    @Property(tries = 150)
    void unknownTypesComeOutToo(@ForAll("samples") RandomTypes.Sample sample) {
        RoundTrips.check(Types.GENERIC(Object.class), sample.values(), 1);
    }

    @Example
    void everyBasicType() {
        for (RandomTypes.Typed basic : RandomTypes.BASIC) {
            for (Object value : basic.values().list().ofSize(20).sample()) {
                checkBasic(basic.type(), value);
            }
        }
    }

    @SuppressWarnings("unchecked") // the value is of the type
    private static <T> void checkBasic(TypeInformation<T> type, Object value) {
        RoundTrips.check(type, (T) value);
    }

    @Provide
    Arbitrary<Everything> everything() {
        return Combinators.combine(
                        Combinators.combine(
                                        Arbitraries.of(true, false),
                                        Arbitraries.bytes(),
                                        Arbitraries.shorts(),
                                        Arbitraries.chars().all())
                                .as(List::of),
                        Combinators.combine(
                                        Arbitraries.integers(),
                                        Arbitraries.longs(),
                                        Arbitraries.floats(),
                                        Arbitraries.doubles())
                                .as(List::of),
                        RandomTypes.strings().injectNull(0.2),
                        Arbitraries.integers().injectNull(0.2),
                        RandomTypes.strings()
                                .injectNull(0.2)
                                .list()
                                .ofMaxSize(3)
                                .injectNull(0.2))
                .as((x, y, s, i, l) -> new Everything(
                        (boolean) x.get(0),
                        (byte) x.get(1),
                        (short) x.get(2),
                        (char) x.get(3),
                        (int) y.get(0),
                        (long) y.get(1),
                        (float) y.get(2),
                        (double) y.get(3),
                        s,
                        i,
                        l));
    }

    @Property(tries = 100)
    void records(@ForAll("everything") Everything value) {
        RoundTrips.check(Types.RECORD(Everything.class), value);
        RoundTrips.check(Types.GENERIC(Object.class), value);
    }

    @Property(tries = 100)
    void recursiveGenericRecords(@ForAll @IntRange(min = 0, max = 50) int depth) {
        Deep<Object> value = null;
        for (int i = 0; i < depth; i++) {
            value = new Deep<>("value " + i, value, i % 3 == 0 ? null : Map.of("n", Optional.of((long) i)));
        }
        RoundTrips.check(Types.GENERIC(Object.class), Arrays.asList(value, value), 1);
        if (value != null) {
            RoundTrips.check(TypeInformation.of(Deep.class), value);
        }
    }

    @Provide
    Arbitrary<Bean> beans() {
        return everything().map(e -> {
            Bean bean = new Bean();
            bean.flag = e.a();
            bean.small = e.b();
            bean.shorter = e.c();
            bean.letter = e.d();
            bean.number = e.e();
            bean.big = e.f();
            bean.single = e.g();
            bean.precise = e.h();
            bean.text = e.s();
            bean.boxed = e.i() == null ? null : e.f();
            bean.numbers = e.s() == null ? null : e.s().chars().limit(9).toArray();
            bean.other = e.i() == null ? null : bean2(e);
            bean.setOthers(e.l() == null ? null : new ArrayList<>(Arrays.asList(bean2(e), null, bean2(e))));
            return bean;
        });
    }

    private static Bean2 bean2(Everything e) {
        Bean2 bean = new Bean2();
        if (e.a()) {
            Bean3 sub = new Bean3();
            sub.extra = e.c();
            bean = sub;
        }
        bean.id = e.e();
        bean.name = e.s();
        return bean;
    }

    @Property(tries = 150)
    void pojosWithSubclassesInTheirFields(@ForAll("beans") Bean value) {
        RoundTrips.check(Types.POJO(Bean.class), value);
        RoundTrips.check(Types.GENERIC(Object.class), value);
    }

    @Property(tries = 100)
    void copiesAreIndependent(@ForAll("beans") Bean value) {
        TypeSerializer<Tuple2<Bean, List<Bean>>> serializer = Types.<Tuple2<Bean, List<Bean>>>TUPLE(
                        Types.POJO(Bean.class), Types.LIST(Types.POJO(Bean.class)))
                .createSerializer();
        TypeSerializer<Bean> single = Types.POJO(Bean.class).createSerializer();
        Bean original = single.copy(value);
        Tuple2<Bean, List<Bean>> copy = serializer.copy(Tuple2.of(value, List.of(value)));
        for (Bean part : List.of(copy.f0, copy.f1.get(0))) {
            part.number++;
            part.text = "changed";
            if (part.numbers != null && part.numbers.length > 0) {
                part.numbers[0]++;
            }
            if (part.other != null) {
                part.other.id++;
            }
            if (part.getOthers() != null) {
                part.getOthers().get(0).id++;
                part.getOthers().clear();
            }
        }
        assertThat(value).isEqualTo(original);
    }
}
