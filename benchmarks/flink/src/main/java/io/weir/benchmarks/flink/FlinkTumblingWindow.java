package io.weir.benchmarks.flink;

import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/** The peer's tumbling: a sum per key and second. */
public final class FlinkTumblingWindow {
    private FlinkTumblingWindow() {}

    /** Runs the rounds; see {@link FlinkRounds}. */
    public static void main(String[] args) throws Exception {
        FlinkRounds.run(args, FlinkTumblingWindow::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        FlinkWindowInput.keyed(environment, records, 500, FlinkWindowInput.KEYS)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
                .aggregate(new FlinkWindowInput.Sum())
                .sinkTo(new DiscardingSink<>());
    }
}
