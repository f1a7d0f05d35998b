package io.weir.examples.streaming;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.Words;
import io.weir.util.ParameterTool;

/**
 * Counts the words that arrive at a socket, for as long as they do, and prints each new count at once. Try it with
 * {@code nc -lk 9999} in another terminal.
 *
 * <pre>
 * SocketWordCount [--hostname HOST] --port PORT
 * </pre>
 */
public final class SocketWordCount {
    private SocketWordCount() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("hostname", "port");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.socketTextStream(parameters.get("hostname", "localhost"), parameters.getInt("port"))
                .flatMap(new Words())
                .name("Words")
                .keyBy(count -> count.f0)
                .sum(1)
                .name("Counts")
                .map(count -> count.f0 + "," + count.f1)
                .name("Lines")
                .print();
        env.execute("SocketWordCount");
    }
}
