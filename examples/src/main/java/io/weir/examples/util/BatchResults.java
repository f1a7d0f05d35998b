package io.weir.examples.util;

import io.weir.dataset.DataSet;
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
        if (parameters.has("output")) {
            results.writeAsText(parameters.getRequired("output"));
            results.getExecutionEnvironment().execute(name);
        } else {
            results.print(); // runs the program by itself
        }
    }

    /**
     * As {@link #to}, but in one file, so that results that are in an order stay in it.
     *
     * @param results the results of one instance
     * @param parameters the program's arguments
     * @param name the name of the job
     * @throws Exception if the job fails
     */
    public static void inOrder(DataSet<String> results, ParameterTool parameters, String name) throws Exception {
        if (parameters.has("output")) {
            results.writeAsText(parameters.getRequired("output")).setParallelism(1);
            results.getExecutionEnvironment().execute(name);
        } else {
            results.print();
        }
    }
}
