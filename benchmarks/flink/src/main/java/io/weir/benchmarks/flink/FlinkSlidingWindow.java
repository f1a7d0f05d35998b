package io.weir.benchmarks.flink;

import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;

/** The peer's sliding: a sum per key and ten seconds, each second. */
public final class FlinkSlidingWindow {
    private FlinkSlidingWindow() {}

    /** Runs the rounds; see {@link FlinkRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkRounds.run(args, FlinkSlidingWindow::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        FlinkWindowInput.keyed(environment, records, 500, FlinkWindowInput.KEYS)
                .window(SlidingEventTimeWindows.of(Duration.ofSeconds(10), Duration.ofSeconds(1)))
                .aggregate(new FlinkWindowInput.Sum())
                .sinkTo(new DiscardingSink<>());
    }
}
