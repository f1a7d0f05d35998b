package io.weir.examples.streaming;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.Words;
import io.weir.util.ParameterTool;
import io.weir.windowing.assigners.TumblingProcessingTimeWindows;
import java.time.Duration;

/**
 * Counts the words that arrive at a socket within each few seconds of the clock. Try it with {@code nc -lk 9999} in another
 * terminal.
 *
 * <pre>
 * WindowWordCount [--hostname HOST] --port PORT [--window MILLISECONDS]
 * </pre>
 *
 * Without a window, it is five seconds. Results are printed as {@code word,count}.
 */
public final class WindowWordCount {
    private static final long WINDOW_MILLIS = 5_000;

    private WindowWordCount() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("hostname", "port", "window");
        Duration window = Duration.ofMillis(parameters.getLong("window", WINDOW_MILLIS));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.socketTextStream(parameters.get("hostname", "localhost"), parameters.getInt("port"))
                .flatMap(new Words())
                .name("Words")
                .keyBy(count -> count.f0)
                .window(TumblingProcessingTimeWindows.of(window))
                .sum(1)
                .name("Counts")
                .map(count -> count.f0 + "," + count.f1)
                .name("Lines")
                .print();
        env.execute("WindowWordCount");
    }
}
