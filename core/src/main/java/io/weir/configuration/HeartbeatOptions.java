package io.weir.configuration;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;

/** Options of how processes notice that a peer is gone. */
public final class HeartbeatOptions {
    /** How often a sign of life is given. */
    public static final ConfigOption<Duration> INTERVAL = ConfigOptions.duration(
                    "heartbeat.interval",
                    Duration.ofSeconds(10),
                    "How often a TaskManager gives a sign of life to the ResourceManager, and gets one by the answer. It"
                            + " gives one to its JobManagers at least twice a second, for it carries the progress.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    /** How long a peer may be silent. */
    public static final ConfigOption<Duration> TIMEOUT = ConfigOptions.duration(
                    "heartbeat.timeout",
                    Duration.ofSeconds(50),
                    "How long a peer may be silent before it is taken for lost; longer than heartbeat.interval.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms");

    private HeartbeatOptions() {}

    /** Refuses a time-out that would take every peer for lost. */
    static void check(Configuration configuration) {
        Duration interval = configuration.get(INTERVAL);
        Duration timeout = configuration.get(TIMEOUT);
        if (timeout.compareTo(interval) <= 0) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option heartbeat.timeout (" + Durations.print(timeout) + ") must be longer than"
                            + " heartbeat.interval (" + Durations.print(interval) + ").");
        }
    }
}
