package io.weir.configuration;

import java.time.Duration;

/** Options of how processes notice that a peer is gone. */
public final class HeartbeatOptions {
    /** How often a peer is asked. */
    public static final ConfigOption<Duration> INTERVAL = ConfigOptions.duration(
                    "heartbeat.interval",
                    Duration.ofSeconds(10),
                    "How often a JobManager or ResourceManager asks its peers for a sign of life.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    /** How long a peer may be silent. */
    public static final ConfigOption<Duration> TIMEOUT = ConfigOptions.duration(
                    "heartbeat.timeout",
                    Duration.ofSeconds(50),
                    "How long a peer may be silent before it is taken for lost; longer than heartbeat.interval.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    private HeartbeatOptions() {}
}
