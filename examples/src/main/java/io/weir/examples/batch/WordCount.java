package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.SampleText;
import io.weir.examples.util.Words;
import io.weir.util.ParameterTool;

/**
 * Counts words with the DataSet API; takes and writes the same as {@link io.weir.examples.streaming.WordCount}.
 *
 * <pre>
 * WordCount [--input FILE] [--output DIRECTORY]
 * </pre>
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
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        DataSet<String> lines = parameters.has("input")
                ? env.readTextFile(parameters.getRequired("input"))
                : env.fromCollection(SampleText.LINES);
        DataSet<String> counts = lines.flatMap(new Words()).groupBy(0).sum(1).map(count -> count.f0 + "," + count.f1);
        if (parameters.has("output")) {
            counts.writeAsText(parameters.getRequired("output"));
            env.execute("WordCount (DataSet)");
        } else {
            counts.print(); // runs the program by itself
        }
    }
}
