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

    /** The largest message. */
    public static final ConfigOption<MemorySize> MAX_FRAME_SIZE = ConfigOptions.memory(
                    "rpc.max-frame-size",
                    MemorySize.ofMebiBytes(64),
                    "How many bytes a call between processes or its answer may have. Files and results travel in parts;"
                            + " what may need more is a very large job graph.")
            .accepting(value -> value.bytes() >= 1 << 20 && value.bytes() <= 1 << 30, "an amount from 1 mb to 1 gb");

    private RpcOptions() {}
}
