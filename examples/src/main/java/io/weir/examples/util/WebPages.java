package io.weir.examples.util;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.util.ParameterTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Web pages, what a search engine thinks of them, and who has been there. Read from files with {@code |} between columns, or
 * made up, the same each time. Stateless.
 */
public final class WebPages {
    private static final int PAGES = 200;
    private static final List<String> WORDS = List.of("river", "water", "level", "fish", "boat", "bridge", "mill");

    private WebPages() {}

    /** A page. */
    public record Page(String url, String text) {}

    /** How important a page is, and how many seconds people stay. */
    public record Rank(int rank, String url, int seconds) {}

    /** Somebody was at a page. */
    public record Visit(String address, String url, String date) {}

    /** Returns the pages of the file {@code --documents}, {@code url|text}, or made up ones. */
    public static DataSet<Page> pages(ExecutionEnvironment env, ParameterTool parameters) {
        return table(env, parameters, "documents", Page.class, generatedPages());
    }

    /** Returns the ranks of the file {@code --ranks}, {@code rank|url|seconds}, or made up ones. */
    public static DataSet<Rank> ranks(ExecutionEnvironment env, ParameterTool parameters) {
        return table(env, parameters, "ranks", Rank.class, generatedRanks());
    }

    /** Returns the visits of the file {@code --visits}, {@code address|url|date}, or made up ones. */
    public static DataSet<Visit> visits(ExecutionEnvironment env, ParameterTool parameters) {
        return table(env, parameters, "visits", Visit.class, generatedVisits());
    }

    private static <R extends Record> DataSet<R> table(
            ExecutionEnvironment env, ParameterTool parameters, String argument, Class<R> type, List<R> generated) {
        return parameters.has(argument)
                ? env.readCsvFile(parameters.getRequired(argument))
                        .fieldDelimiter("|")
                        .recordType(type)
                : env.fromCollection(generated);
    }

    private static String url(int page) {
        return "http://weir.example/" + page;
    }

    /** Returns the pages that are made up. */
    public static List<Page> generatedPages() {
        Random random = new Random(11);
        List<Page> pages = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            List<String> text = new ArrayList<>();
            for (int word = 0; word < 12; word++) {
                text.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            pages.add(new Page(url(page), String.join(" ", text)));
        }
        return pages;
    }

    /** Returns the ranks that are made up. */
    public static List<Rank> generatedRanks() {
        Random random = new Random(12);
        List<Rank> ranks = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            ranks.add(new Rank(random.nextInt(100), url(page), random.nextInt(300)));
        }
        return ranks;
    }

    /** Returns the visits that are made up. */
    public static List<Visit> generatedVisits() {
        Random random = new Random(13);
        List<Visit> visits = new ArrayList<>();
        for (int visit = 0; visit < 3 * PAGES; visit++) {
            visits.add(new Visit(
                    "10.0.0." + random.nextInt(200),
                    url(random.nextInt(PAGES)),
                    2005 + random.nextInt(4) + "-" + (1 + random.nextInt(9)) + "-01"));
        }
        return visits;
    }
}
