package io.weir.dataset;

import io.weir.functions.Collector;
import io.weir.functions.FlatMapFunction;
import io.weir.serialization.ObjectFactory;
import io.weir.tuple.Tuple;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes tuples, Java records or POJOs of the lines of CSV files. The task's thread owns it.
 *
 * @param <T> the type of the results
 */
final class CsvLines<T> implements FlatMapFunction<String, T> {
    private static final long serialVersionUID = 1L;

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(Boolean.class, CsvLines::toBoolean),
            Map.entry(Character.class, CsvLines::toCharacter),
            Map.entry(BigInteger.class, BigInteger::new),
            Map.entry(BigDecimal.class, BigDecimal::new),
            Map.entry(LocalDate.class, LocalDate::parse),
            Map.entry(LocalTime.class, LocalTime::parse),
            Map.entry(LocalDateTime.class, LocalDateTime::parse),
            Map.entry(Instant.class, Instant::parse));

    private final CsvFormat format;
    private final List<Class<?>> types;

    /** The class of the objects that are made, or null for tuples. */
    private final Class<?> object;

    /** By column, the position in the object's fields. */
    private final List<Integer> positions;

    /** How many fields the object has. */
    private final int fieldCount;

    private transient List<Function<String, Object>> parsers;
    private transient ObjectFactory factory;
    private transient boolean[] given;

    private CsvLines(CsvFormat format, List<Class<?>> types, Class<?> object, List<Integer> positions, int fieldCount) {
        this.format = format;
        this.types = types;
        this.object = object;
        this.positions = positions;
        this.fieldCount = fieldCount;
        types.forEach(CsvLines::parserOf);
        int included = format.includedCount();
        if (included >= 0 && included != types.size()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "readCsvFile(): includeFields() wants " + included + " columns, but there are " + types.size()
                            + " types or fields for them.");
        }
    }

    static <T> CsvLines<T> tuples(CsvFormat format, List<Class<?>> types) {
        return new CsvLines<>(format, types, null, List.of(), types.size());
    }

    /**
     * Returns what makes records or POJOs.
     *
     * @param format how lines are written
     * @param types the types of the columns
     * @param object the class
     * @param positions by column, the position of the field
     * @param fieldCount how many fields the class has
     * @param <T> the class
     */
    static <T> CsvLines<T> objects(
            CsvFormat format, List<Class<?>> types, Class<T> object, List<Integer> positions, int fieldCount) {
        return new CsvLines<>(format, types, object, positions, fieldCount);
    }

    @Override
    public void flatMap(String line, Collector<T> out) {
        if (format.isComment(line)) {
            return;
        }
        String[] fields = format.split(line, types.size());
        if (fields == null) {
            if (!format.lenient()) {
                throw invalid(line, "it has fewer than the " + types.size() + " fields wanted, or quotes not closed");
            }
            return;
        }
        Object[] values = parse(line, fields);
        if (values != null) {
            out.collect(make(values));
        }
    }

    /** Returns the values of the fields, or null if the line is to be left out. */
    private Object[] parse(String line, String[] fields) {
        if (parsers == null) {
            parsers = types.stream().map(CsvLines::parserOf).toList();
        }
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            try {
                values[i] = parsers.get(i).apply(fields[i]);
            } catch (RuntimeException e) {
                if (!format.lenient()) {
                    throw invalid(
                            line, "'" + fields[i] + "' is no " + types.get(i).getSimpleName());
                }
                return null;
            }
        }
        return values;
    }

    @SuppressWarnings("unchecked") // the plan has looked at the class
    private T make(Object[] values) {
        if (object == null) {
            Tuple tuple = Tuple.newInstance(values.length);
            for (int i = 0; i < values.length; i++) {
                tuple.setField(values[i], i);
            }
            return (T) tuple;
        }
        if (factory == null) {
            factory = new ObjectFactory(object);
            given = new boolean[fieldCount];
            positions.forEach(position -> given[position] = true);
        }
        Object[] all = new Object[fieldCount];
        for (int i = 0; i < values.length; i++) {
            all[positions.get(i)] = values[i];
        }
        return (T) factory.create(all, given);
    }

    private static Function<String, Object> parserOf(Class<?> type) {
        Class<?> boxed = MethodType.methodType(type).wrap().returnType();
        if (boxed.isEnum()) {
            return text -> Arrays.stream(boxed.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(text))
                    .findFirst()
                    .orElseThrow();
        }
        Function<String, Object> parser = PARSERS.get(boxed);
        if (parser == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "readCsvFile() reads texts, numbers, times, booleans and enums; of a column it cannot make a "
                            + type.getName() + ": read it as a String and map it.");
        }
        return parser;
    }

    private static Object toBoolean(String text) {
        return switch (text) {
            case "true", "TRUE", "True", "1" -> true;
            case "false", "FALSE", "False", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Object toCharacter(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }

    private static WeirException invalid(String line, String why) {
        return new WeirException(
                ErrorCode.FILE,
                "The line '" + line + "' of a CSV file cannot be read: " + why
                        + ". To leave such lines out, call ignoreInvalidLines() on the reader.");
    }
}
