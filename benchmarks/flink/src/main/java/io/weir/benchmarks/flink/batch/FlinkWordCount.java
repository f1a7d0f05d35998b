package io.weir.benchmarks.flink.batch;

import java.util.StringTokenizer;
import org.apache.flink.api.common.operators.base.ReduceOperatorBase.CombineHint;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.DataSet;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.Collector;

/** Text file, split into words, count each, discard: the peer's side. */
public final class FlinkWordCount {
    private FlinkWordCount() {}

    /** Runs the rounds; see {@link FlinkBatchRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkBatchRounds.run(args, FlinkWordCount::program);
    }

    private static DataSet<?> program(ExecutionEnvironment environment, long words) {
        return environment
                .readTextFile("benchmarks/target/words-" + words + ".txt")
                .flatMap(FlinkWordCount::split)
                .returns(Types.TUPLE(Types.STRING, Types.LONG))
                .groupBy(0)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .setCombineHint(CombineHint.HASH);
    }

    private static void split(String line, Collector<Tuple2<String, Long>> out) {
        StringTokenizer words = new StringTokenizer(line);
        while (words.hasMoreTokens()) {
            out.collect(Tuple2.of(words.nextToken(), 1L));
        }
    }
}
