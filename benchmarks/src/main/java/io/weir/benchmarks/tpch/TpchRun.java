package io.weir.benchmarks.tpch;

import io.weir.dataset.ExecutionEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs the queries one by one, says how long each took, and whether its answer is the published one. */
public final class TpchRun {
    private static final String ALL = "all";

    private TpchRun() {}

    /**
     * Runs them.
     *
     * @param args the scale factor, the parallelism, and the number of a query or {@code all}
     * @throws Exception if a query fails, or its answer is wrong
     */
    public static void main(String[] args) throws Exception {
        double scale = Double.parseDouble(args[0]);
        int parallelism = Integer.parseInt(args[1]);
        for (var query : Queries.ALL.entrySet()) {
            if (args[2].equals(ALL) || args[2].equals(String.valueOf(query.getKey()))) {
                run(query.getKey(), query.getValue(), scale, parallelism);
            }
        }
    }

    private static void run(int number, Query query, double scale, int parallelism) throws Exception {
        Tables tables = new Tables(ExecutionEnvironment.createLocalEnvironment(parallelism), scale);
        long begin = System.nanoTime();
        List<String> answer = query.answer(tables).collect();
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        Optional<List<String>> published = PublishedAnswers.of(number, scale);
        Optional<String> difference = published.flatMap(rows -> PublishedAnswers.difference(answer, rows));
        System.out.printf(
                "Q%d: %.1f s, %d rows, %s%n",
                number,
                millis / 1_000.0,
                answer.size(),
                difference.orElse(published.isPresent() ? "as published" : "nothing published to compare with"));
        if (difference.isPresent()) {
            throw new IllegalStateException("Q" + number + ": " + difference.get());
        }
    }
}
