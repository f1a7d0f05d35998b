package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts, and their words counted in the plainest way. */
final class Text {
    /** What the example SessionWindowing finds in the log that it has with it, sorted. */
    static final List<String> VISITS_OF_THE_SAMPLE = List.of(
            "10.0.0.1,2015-05-17T10:00:05Z,2015-05-17T10:01:15Z,5",
            "10.0.0.1,2015-05-17T10:45:00Z,2015-05-17T10:45:00Z,1",
            "10.0.0.2,2015-05-17T10:00:31Z,2015-05-17T10:01:02Z,2",
            "10.0.0.2,2015-05-17T10:44:30Z,2015-05-17T10:44:30Z,1");

    private Text() {}

    /** Writes a text of the same words at each run, with everything between them that a text can have. */
    static Path generate(Path file, int lines) throws IOException {
        Random random = new Random(7);
        List<String> between = List.of(" ", ", ", "; ", " - ", "... ", "\t", " \u00e9\u4e16 ");
        List<String> text = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            StringBuilder line = new StringBuilder(random.nextInt(10) == 0 ? "  '" : "");
            for (int word = random.nextInt(12); word > 0; word--) {
                String name = "Word_" + (int) Math.pow(2000, random.nextDouble());
                line.append(random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT))
                        .append(between.get(random.nextInt(between.size())));
            }
            text.add(line.toString());
        }
        return Files.write(file, text);
    }

    /** Returns the sorted lines {@code word,count} of a text. */
    static List<String> counts(Path file) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            for (String word : line.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+")) {
                if (!word.isEmpty()) {
                    counts.merge(word, 1L, Long::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue())
                .sorted()
                .toList();
    }

    /** Returns the first part of a text that looks as it should; fails if there is none. */
    static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    /** Returns the sorted lines of all files in a directory, which holds nothing but them. */
    static List<String> linesIn(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines.stream().sorted().collect(Collectors.toList());
    }
}
