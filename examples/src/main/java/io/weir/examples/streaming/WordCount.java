package io.weir.examples.streaming;

import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.SampleText;
import io.weir.examples.util.Words;
import io.weir.util.ParameterTool;

/**
 * Counts words with the DataStream API.
 *
 * <pre>
 * WordCount [--input FILE] [--output DIRECTORY]
 * </pre>
 *
 * The input is a file, a directory or a pattern, local or on HDFS; without it, a few lines are counted. The output
 * directory gets lines {@code word,count}; without it, they are printed. A bounded input yields each word once, with its
 * final count.
 */
public final class WordCount {
    private WordCount() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("input", "output");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        // All inputs are bounded, so that words are counted to the end before a count is emitted.
        env.setRuntimeMode(RuntimeExecutionMode.AUTOMATIC);

        DataStream<String> lines = parameters.has("input")
                ? env.readTextFile(parameters.getRequired("input"))
                : env.fromCollection(SampleText.LINES);
        DataStream<String> counts = lines.flatMap(new Words())
                .name("Words")
                .keyBy(count -> count.f0)
                .sum(1)
                .name("Counts")
                .map(count -> count.f0 + "," + count.f1)
                .name("Lines");
        if (parameters.has("output")) {
            counts.writeAsText(parameters.getRequired("output")).name("Output");
        } else {
            counts.print();
        }
        env.execute("WordCount");
    }
}
