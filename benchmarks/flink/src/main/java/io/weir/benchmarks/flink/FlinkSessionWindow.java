package io.weir.benchmarks.flink;

import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;

/** The peer's session: a sum per key and session with a gap of half a second. */
public final class FlinkSessionWindow {
    private FlinkSessionWindow() {}

    /** Runs the rounds; see {@link FlinkRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkRounds.run(args, FlinkSessionWindow::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        FlinkWindowInput.keyed(environment, records, 50, 1_000)
                .window(EventTimeSessionWindows.withGap(Duration.ofMillis(500)))
                .aggregate(new FlinkWindowInput.Sum())
                .sinkTo(new DiscardingSink<>());
    }
}
