package io.weir.examples.util;

import io.weir.functions.Collector;
import io.weir.functions.FlatMapFunction;
import io.weir.tuple.Tuple2;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Divides lines into words: the lower-cased pieces between runs of anything but letters a to z, digits and underscores.
 * Each word comes with the count 1. Every parallel instance has its own.
 */
public final class Words implements FlatMapFunction<String, Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9_]+");

    @Override
    public void flatMap(String line, Collector<Tuple2<String, Long>> out) throws Exception {
        for (String word : BETWEEN_WORDS.split(line.toLowerCase(Locale.ROOT))) {
            if (!word.isEmpty()) {
                out.collect(Tuple2.of(word, 1L));
            }
        }
    }
}
