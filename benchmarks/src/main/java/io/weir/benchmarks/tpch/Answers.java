package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import io.weir.functions.Collector;
import io.weir.functions.MapFunction;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/** What the queries have in common at their ends: the order of their rows and how the rows are written. No state. */
final class Answers {
    private Answers() {}

    /** Orders rows. */
    interface RowOrder<T> extends Comparator<T>, Serializable {}

    /**
     * Puts the rows of an answer in order and writes them.
     *
     * @param rows the rows
     * @param order their order
     * @param limit how many are wanted
     * @param line writes one
     * @param <T> the type of the rows
     * @return the lines, in one instance
     */
    static <T> DataSet<String> inOrder(DataSet<T> rows, RowOrder<T> order, int limit, MapFunction<T, String> line) {
        return rows.reduceGroup((Iterable<T> all, Collector<String> out) -> {
            List<T> sorted = new ArrayList<>();
            all.forEach(sorted::add);
            sorted.sort(order);
            for (T row : sorted.subList(0, Math.min(limit, sorted.size()))) {
                out.collect(line.map(row));
            }
        });
    }

    /** Writes the columns of a row. */
    static String line(Object... columns) {
        StringJoiner line = new StringJoiner("|");
        for (Object column : columns) {
            line.add(column.toString());
        }
        return line.toString();
    }

    /** Returns a number that was counted in its last digits. */
    static BigDecimal decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale);
    }

    /** Returns a quotient, exact to ten digits. */
    static BigDecimal mean(BigDecimal sum, long count) {
        return sum.divide(BigDecimal.valueOf(count), 10, RoundingMode.HALF_UP);
    }

    /** Returns the days from 1970-01-01 to a date. */
    static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    /** Returns the date of a number of days since 1970-01-01. */
    static LocalDate date(int day) {
        return LocalDate.ofEpochDay(day);
    }
}
