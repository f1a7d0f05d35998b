package io.weir.serialization;

import io.weir.tuple.Tuple;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random types, each with random values of it. */
final class RandomTypes {
    /** A type and values of it. */
    record Typed(TypeInformation<?> type, Arbitrary<?> values) {}

    /** A type and some values of it. */
    record Sample(TypeInformation<Object> type, List<Object> values) {}

    private static final Arbitrary<Integer> NANOS = Arbitraries.integers().between(0, 999_999_999);
    private static final Arbitrary<LocalDate> DATES = Arbitraries.longs()
            .between(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay())
            .map(LocalDate::ofEpochDay);
    private static final Arbitrary<LocalTime> TIMES =
            Arbitraries.longs().between(0, LocalTime.MAX.toNanoOfDay()).map(LocalTime::ofNanoOfDay);
    private static final Arbitrary<LocalDateTime> DATE_TIMES =
            Combinators.combine(DATES, TIMES).as(LocalDateTime::of);
    private static final Arbitrary<ZoneOffset> OFFSETS =
            Arbitraries.integers().between(-18 * 3600, 18 * 3600).map(ZoneOffset::ofTotalSeconds);
    private static final Arbitrary<Instant> INSTANTS = Combinators.combine(
                    Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()), NANOS)
            .as(Instant::ofEpochSecond);

    static final List<Typed> BASIC = List.of(
            typed(Boolean.class, Arbitraries.of(true, false)),
            typed(Byte.class, Arbitraries.bytes()),
            typed(Short.class, Arbitraries.shorts()),
            typed(Character.class, Arbitraries.chars().all()),
            typed(Integer.class, Arbitraries.integers()),
            typed(Long.class, Arbitraries.longs()),
            typed(Float.class, Arbitraries.oneOf(Arbitraries.floats(), Arbitraries.of(Float.NaN, -0f, 1 / 0f))),
            typed(Double.class, Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.of(Double.NaN, -0.0, -1 / 0.0))),
            typed(String.class, strings()),
            typed(BigInteger.class, Arbitraries.bigIntegers()),
            typed(BigDecimal.class, Arbitraries.bigDecimals()),
            typed(
                    UUID.class,
                    Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                            .as(UUID::new)),
            typed(Instant.class, INSTANTS),
            typed(
                    Duration.class,
                    Combinators.combine(Arbitraries.longs(), NANOS).as((s, n) -> Duration.ofSeconds(s, n))),
            typed(
                    Period.class,
                    Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), Arbitraries.integers())
                            .as(Period::of)),
            typed(LocalDate.class, DATES),
            typed(LocalTime.class, TIMES),
            typed(LocalDateTime.class, DATE_TIMES),
            typed(ZoneOffset.class, OFFSETS),
            typed(OffsetTime.class, Combinators.combine(TIMES, OFFSETS).as(OffsetTime::of)),
            typed(OffsetDateTime.class, Combinators.combine(DATE_TIMES, OFFSETS).as(OffsetDateTime::of)),
            typed(
                    ZonedDateTime.class,
                    Combinators.combine(
                                    Arbitraries.longs().between(-4_000_000_000L, 8_000_000_000L),
                                    Arbitraries.of("Europe/Berlin", "America/New_York", "UTC", "+05:30"))
                            .as((s, z) -> Instant.ofEpochSecond(s).atZone(ZoneId.of(z)))),
            typed(
                    Year.class,
                    Arbitraries.integers()
                            .between(Year.MIN_VALUE, Year.MAX_VALUE)
                            .map(Year::of)),
            typed(YearMonth.class, DATES.map(YearMonth::from)),
            typed(MonthDay.class, DATES.map(MonthDay::from)));

    private RandomTypes() {}

    static Arbitrary<Sample> samples() {
        return types(2).flatMap(typed -> typed.values()
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(values -> new Sample(any(typed.type()), new ArrayList<>(values))));
    }

    static Arbitrary<String> strings() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(80),
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(40),
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.of("\ud83d\ude00", "\ud800", "x".repeat(70_000), "\u4e2d".repeat(70_000)));
    }

    /** Types that nest at most so deep. */
    static Arbitrary<Typed> types(int depth) {
        Arbitrary<Typed> basic = Arbitraries.of(BASIC);
        if (depth == 0) {
            return basic;
        }
        Arbitrary<Typed> inner = types(depth - 1);
        return Arbitraries.oneOf(
                basic,
                inner.map(RandomTypes::listOf),
                inner.map(RandomTypes::arrayOf),
                inner.map(RandomTypes::optionalOf),
                inner.map(RandomTypes::unknown),
                Combinators.combine(basic, inner).as(RandomTypes::mapOf),
                inner.list().ofMaxSize(10).map(RandomTypes::tupleOf),
                inner.list().ofSize(2).map(RandomTypes::tupleOf));
    }

    private static <T> Typed typed(Class<T> type, Arbitrary<T> values) {
        return new Typed(TypeInformation.of(type), values);
    }

    private static Typed listOf(Typed element) {
        return new Typed(
                Types.LIST(element.type()),
                element.values().injectNull(0.1).list().ofMaxSize(5));
    }

    private static Typed arrayOf(Typed element) {
        TypeInformation<Object[]> type = Types.OBJECT_ARRAY(any(element.type()));
        Class<?> component = element.type().getTypeClass();
        return new Typed(
                type, element.values().injectNull(0.1).list().ofMaxSize(5).map(list -> {
                    Object[] array = (Object[]) java.lang.reflect.Array.newInstance(component, list.size());
                    return list.toArray(array);
                }));
    }

    private static Typed optionalOf(Typed value) {
        return new Typed(
                Types.OPTIONAL(value.type()), value.values().injectNull(0.3).map(Optional::ofNullable));
    }

    private static Typed mapOf(Typed key, Typed value) {
        return new Typed(
                Types.MAP(key.type(), value.type()),
                Arbitraries.maps(any(key.values()), any(value.values())).ofMaxSize(4));
    }

    private static Typed unknown(Typed type) {
        return new Typed(Types.GENERIC(Object.class), type.values().injectNull(0.1));
    }

    private static Typed tupleOf(List<Typed> fields) {
        Arbitrary<List<Object>> values = Combinators.combine(fields.stream()
                        .map(field -> any(field.values()).injectNull(0.2))
                        .toList())
                .as(list -> list);
        return new Typed(
                Types.TUPLE(fields.stream().map(Typed::type).toArray(TypeInformation<?>[]::new)),
                values.map(RandomTypes::tuple));
    }

    private static Tuple tuple(List<Object> fields) {
        Tuple tuple = Tuple.newInstance(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            tuple.setField(fields.get(i), i);
        }
        return tuple;
    }

    @SuppressWarnings("unchecked") // the values are made by the same recipe as the type
    private static TypeInformation<Object> any(TypeInformation<?> type) {
        return (TypeInformation<Object>) type;
    }

    @SuppressWarnings("unchecked") // read only
    private static Arbitrary<Object> any(Arbitrary<?> values) {
        return (Arbitrary<Object>) values;
    }
}
