package io.weir.benchmarks;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import java.time.Duration;

/** A sum per key and second: the same program as the peer's. */
public final class TumblingWindow {
    private TumblingWindow() {}

    /** Runs the rounds; see {@link WeirRounds}. */
    public static void main(String[] args) throws Exception {
        WeirRounds.run(args, "tumbling", TumblingWindow::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        WindowInput.keyed(environment, records, 500, WindowInput.KEYS)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
                .aggregate(new WindowInput.Sum())
                .addSink((value, context) -> {});
    }
}
