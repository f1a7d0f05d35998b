package io.weir.benchmarks;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.windowing.assigners.SlidingEventTimeWindows;
import java.time.Duration;

/** A sum per key and ten seconds, each second: the same program as the peer's. */
public final class SlidingWindow {
    private SlidingWindow() {}

    /** Runs the rounds; see {@link WeirRounds}. */
    public static void main(String[] args) throws Exception {
        WeirRounds.run(args, "sliding", SlidingWindow::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        WindowInput.keyed(environment, records, 500, WindowInput.KEYS)
                .window(SlidingEventTimeWindows.of(Duration.ofSeconds(10), Duration.ofSeconds(1)))
                .aggregate(new WindowInput.Sum())
                .addSink((value, context) -> {});
    }
}
