package io.weir.examples.util;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.util.ParameterTool;

/** Where the results of examples with the DataSet API go. Stateless. */
public final class BatchResults {
    private BatchResults() {}

    /**
     * Runs the program and writes results to the directory {@code --output}, or prints them if none was given.
     *
     * @param results the results
     * @param parameters the program's arguments
     * @param name the name of the job
     * @throws Exception if the job fails
     */
    public static void to(DataSet<String> results, ParameterTool parameters, String name) throws Exception {
        ExecutionEnvironment env = results.getExecutionEnvironment();
        if (parameters.has("output")) {
            results.writeAsText(parameters.getRequired("output"));
            env.execute(name);
        } else {
            results.print(); // runs the program by itself
        }
    }
}
