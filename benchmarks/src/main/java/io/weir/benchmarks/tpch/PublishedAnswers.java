package io.weir.benchmarks.tpch;

import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What the answers to the queries have to be: at scale factor 1 those that the TPC publishes with the benchmark, at 0.01
 * those that the generator brings along. A column of {@code *} is not compared. No state.
 */
public final class PublishedAnswers {
    private PublishedAnswers() {}

    /**
     * Returns a published answer.
     *
     * @param query the number of the query
     * @param scale the scale factor
     * @return its rows, columns separated by {@code |}; nothing if none is published at the scale
     * @throws IOException if it cannot be read
     */
    public static Optional<List<String>> of(int query, double scale) throws IOException {
        if (scale == 1) {
            return Optional.of(lines(PublishedAnswers.class, "q" + query + "-sf1.txt"));
        }
        return scale == 0.01 ? Optional.of(lines(TpchTable.class, "queries/q" + query + ".result")) : Optional.empty();
    }

    private static List<String> lines(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .toList();
        }
    }

    /**
     * Compares an answer with the published one; decimals have to agree to as many digits as are published.
     *
     * @param answer the rows of the answer
     * @param published those published
     * @return the first difference
     */
    public static Optional<String> difference(List<String> answer, List<String> published) {
        for (int row = 0; row < Math.min(answer.size(), published.size()); row++) {
            if (!same(answer.get(row).split("\\|"), published.get(row).split("\\|"))) {
                return Optional.of("row " + row + " is " + answer.get(row) + ", not " + published.get(row));
            }
        }
        return answer.size() == published.size()
                ? Optional.empty()
                : Optional.of(answer.size() + " rows, not " + published.size());
    }

    private static boolean same(String[] columns, String[] expected) {
        boolean same = columns.length == expected.length;
        for (int i = 0; same && i < columns.length; i++) {
            String wanted = expected[i].strip();
            same = wanted.equals("*") || same(columns[i].strip(), wanted);
        }
        return same;
    }

    /** A number is the same if the published one is no further from it than rounding takes it, whichever way halves go. */
    private static boolean same(String value, String published) {
        if (!published.matches("-?\\d+\\.\\d+")) {
            return value.equals(published);
        }
        BigDecimal wanted = new BigDecimal(published);
        BigDecimal half = new BigDecimal("0.5").scaleByPowerOfTen(-wanted.scale());
        return new BigDecimal(value).subtract(wanted).abs().compareTo(half) <= 0;
    }
}
