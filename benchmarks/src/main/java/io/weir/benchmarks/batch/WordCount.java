package io.weir.benchmarks.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import java.util.StringTokenizer;

/** Text file, split into words, count each, discard: the same program as the peer's. */
public final class WordCount {
    private WordCount() {}

    /** Runs the rounds; see {@link BatchRounds}. */
    public static void main(String[] args) {
        BatchRounds.run(args, "ds-wordcount", WordCount::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long words) {
        return environment
                .readTextFile(WordFile.of(words))
                .flatMap(WordCount::split)
                .returns(Types.TUPLE(Types.STRING, Types.LONG))
                .groupBy(0)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1));
    }

    private static void split(String line, Collector<Tuple2<String, Long>> out) {
        StringTokenizer words = new StringTokenizer(line);
        while (words.hasMoreTokens()) {
            out.collect(Tuple2.of(words.nextToken(), 1L));
        }
    }
}
