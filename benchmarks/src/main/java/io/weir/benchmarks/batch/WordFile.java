package io.weir.benchmarks.batch;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the text that words are counted of: ten words a line, of which few are frequent and most are rare. */
public final class WordFile {
    private static final int WORDS_OF_LINE = 10;
    private static final int VOCABULARY = 100_000;

    private WordFile() {}

    /**
     * Writes it, if it is not there.
     *
     * @param args how many words, and the file
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = Path.of(args[1] + ".unfinished");
        try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
            for (long word = 0; word < Long.parseLong(args[0]); word++) {
                double place = (Mixed.spread(word) >>> 11) * 0x1p-53;
                out.write(Integer.toString((int) Math.pow(VOCABULARY, place) + 1_000, Character.MAX_RADIX));
                out.write(word % WORDS_OF_LINE == WORDS_OF_LINE - 1 ? '\n' : ' ');
            }
        }
        Files.move(unfinished, file);
    }

    /** Returns where the text with a number of words is. */
    static String of(long words) {
        return Path.of("benchmarks", "target", "words-" + words + ".txt")
                .toAbsolutePath()
                .toString();
    }
}
