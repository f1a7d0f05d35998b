package io.weir.configuration;

import java.time.Duration;

/** Options of calls between processes. */
public final class RpcOptions {
    /** How long a call may take. */
    public static final ConfigOption<Duration> ASK_TIMEOUT = ConfigOptions.duration(
                    "rpc.ask.timeout",
                    Duration.ofSeconds(10),
                    "How long a process waits for the answer to a call that names no other time.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    private RpcOptions() {}
}
