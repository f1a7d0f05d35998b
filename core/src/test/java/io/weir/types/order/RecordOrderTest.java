package io.weir.types.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tuple.Tuple3;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordOrderTest {
    private static final Map<TypeInformation<?>, Function<Random, Object>> VALUES = Map.of(
            Types.BOOLEAN,
            Random::nextBoolean,
            Types.BYTE,
            random -> (byte) number(random),
            Types.SHORT,
            random -> (short) number(random),
            Types.CHAR,
            random -> (char) number(random),
            Types.INT,
            random -> random.nextInt(4) == 0 ? Integer.MIN_VALUE : (int) number(random),
            Types.LONG,
            random -> random.nextInt(4) == 0 ? Long.MIN_VALUE : number(random),
            Types.FLOAT,
            random -> (float) fraction(random),
            Types.DOUBLE,
            RecordOrderTest::fraction,
            Types.STRING,
            RecordOrderTest::text,
            TypeInformation.of(BigDecimal.class),
            random -> BigDecimal.valueOf(number(random), 2));

    private static final List<TypeInformation<?>> TYPES = VALUES.keySet().stream()
            .sorted(Comparator.comparing(Object::toString))
            .toList();

    private static final double[] DOUBLES = {-0.0, 0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE};

    /** On both sides of what one byte of a prefix can say. */
    private static final String LETTERS = "ab\0\u00fc\u00fd\u00fe\u00ff\u0100\uffff";

    /** Three fields with their types and directions, and two records. */
    record Case(
            List<TypeInformation<?>> types,
            List<Order> orders,
            Tuple3<Object, Object, Object> one,
            Tuple3<Object, Object, Object> other) {}

    private static Object value(TypeInformation<?> type, Random random) {
        return random.nextInt(8) == 0 ? null : VALUES.get(type).apply(random);
    }

    /** Small numbers and any numbers. */
    private static long number(Random random) {
        return random.nextBoolean() ? random.nextInt(3) - 1 : random.nextLong();
    }

    private static double fraction(Random random) {
        return random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian();
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(11), 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static Case draw(Random random) {
        List<TypeInformation<?>> types = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        Tuple3<Object, Object, Object> one = new Tuple3<>();
        Tuple3<Object, Object, Object> other = new Tuple3<>();
        // The first fields are often equal, so that the others matter.
        int alike = random.nextInt(4);
        for (int i = 0; i < 3; i++) {
            types.add(TYPES.get(random.nextInt(TYPES.size())));
            orders.add(random.nextBoolean() ? Order.ASCENDING : Order.DESCENDING);
            one.setField(value(types.get(i), random), i);
            other.setField(i < alike ? one.getField(i) : value(types.get(i), random), i);
        }
        return new Case(types, orders, one, other);
    }

    @SuppressWarnings("unchecked") // the values are of the types that were drawn
    private static TypeInformation<Tuple3<Object, Object, Object>> type(List<TypeInformation<?>> fields) {
        return (TypeInformation<Tuple3<Object, Object, Object>>)
                (TypeInformation<?>) Types.TUPLE(fields.toArray(TypeInformation<?>[]::new));
    }

    @SuppressWarnings("unchecked") // all that is drawn can be compared
    private static Comparator<Tuple3<Object, Object, Object>> plain(List<Order> orders) {
        Comparator<Tuple3<Object, Object, Object>> all = null;
        for (int i = 0; i < 3; i++) {
            int position = i;
            Comparator<Comparable<Object>> values = Comparator.nullsFirst(Comparator.naturalOrder());
            Comparator<Tuple3<Object, Object, Object>> next =
                    Comparator.comparing(record -> (Comparable<Object>) record.getField(position), values);
            if (orders.get(i) == Order.DESCENDING) {
                next = next.reversed();
            }
            all = all == null ? next : all.thenComparing(next);
        }
        return all;
    }

    @Property(tries = 5_000)
    void isThatOfAPlainComparator(@ForAll long seed) {
        Case drawn = draw(new Random(seed));
        TypeInformation<Tuple3<Object, Object, Object>> type = type(drawn.types());
        Ordering<Tuple3<Object, Object, Object>> ordering = null;
        for (int i = 0; i < 3; i++) {
            Ordering<Tuple3<Object, Object, Object>> next =
                    Ordering.by(FieldAccessor.of(type, i), drawn.orders().get(i));
            ordering = ordering == null ? next : ordering.then(next);
        }
        check(ordering.create(), plain(drawn.orders()), drawn);
    }

    @Property(tries = 3_000)
    void isThatOfAPlainComparatorForOneField(@ForAll long seed) {
        Case drawn = draw(new Random(seed));
        Ordering<Tuple3<Object, Object, Object>> ordering = Ordering.by(
                FieldAccessor.of(type(drawn.types()), 0), drawn.orders().get(0));
        Case cut = new Case(
                drawn.types(),
                drawn.orders(),
                Tuple3.of(drawn.one().f0, null, null),
                Tuple3.of(drawn.other().f0, null, null));
        check(ordering.create(), plain(drawn.orders()), cut);
    }

    private static void check(
            RecordOrder<Tuple3<Object, Object, Object>> order,
            Comparator<Tuple3<Object, Object, Object>> plain,
            Case drawn) {
        int expected = Integer.signum(plain.compare(drawn.one(), drawn.other()));
        assertThat(Integer.signum(order.compare(drawn.one(), drawn.other()))).isEqualTo(expected);
        long one = order.prefix(drawn.one());
        long other = order.prefix(drawn.other());
        int byPrefix = Integer.signum(Long.compareUnsigned(one, other));
        if (byPrefix != 0) {
            assertThat(byPrefix).isEqualTo(expected);
        } else if (order.isDecidedBy(one)) {
            assertThat(expected).isZero();
        }
    }

    @Test
    void aPrefixDecidesWhereItCan() {
        RecordOrder<Long> longs =
                Ordering.by((Long value) -> value, Types.LONG, Order.ASCENDING).create();
        assertThat(longs.isDecidedBy(longs.prefix(7L))).isTrue();
        RecordOrder<String> strings = Ordering.by((String value) -> value, Types.STRING, Order.DESCENDING)
                .create();
        assertThat(strings.isDecidedBy(strings.prefix("short"))).isTrue();
        assertThat(strings.isDecidedBy(strings.prefix("not so short"))).isFalse();
    }

    @Test
    void whatHasNoOrderIsRefused() {
        assertThatThrownBy(() -> Ordering.by((List<Integer> value) -> value, Types.LIST(Types.INT), Order.ASCENDING))
                .hasMessageContaining("cannot be sorted")
                .hasMessageContaining("Comparable");
    }
}
