package io.weir.examples.util;

import io.weir.datastream.DataStream;
import io.weir.util.ParameterTool;

/** Where the examples' results go. Stateless. */
public final class Results {
    private Results() {}

    /**
     * Writes results to the directory {@code --output}, or prints them if none was given.
     *
     * @param results the results
     * @param parameters the program's arguments
     */
    public static void to(DataStream<?> results, ParameterTool parameters) {
        if (parameters.has("output")) {
            results.writeAsText(parameters.getRequired("output")).name("Output");
        } else {
            results.print();
        }
    }
}
