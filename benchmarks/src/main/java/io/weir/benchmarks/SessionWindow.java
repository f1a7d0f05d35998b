package io.weir.benchmarks;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import java.time.Duration;

/** A sum per key and session with a gap of half a second: the same program as the peer's. */
public final class SessionWindow {
    private SessionWindow() {}

    /** Runs the rounds; see {@link WeirRounds}. */
    public static void main(String[] args) throws Exception {
        WeirRounds.run(args, "session", SessionWindow::program);
    }

    private static void program(StreamExecutionEnvironment environment, long records) {
        WindowInput.keyed(environment, records, 50, 1_000)
                .window(EventTimeSessionWindows.withGap(Duration.ofMillis(500)))
                .aggregate(new WindowInput.Sum())
                .addSink((value, context) -> {});
    }
}
