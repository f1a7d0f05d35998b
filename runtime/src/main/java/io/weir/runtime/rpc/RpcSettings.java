package io.weir.runtime.rpc;

import io.weir.configuration.Configuration;
import io.weir.configuration.RpcOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * How a process makes and takes calls.
 *
 * @param listen where it takes calls from other processes; nothing if it only makes calls
 * @param askTimeout how long a call may take that names no other time
 * @param maximumFrameSize how many bytes a call or its answer may have
 */
public record RpcSettings(Optional<Listen> listen, Duration askTimeout, int maximumFrameSize) {
    /**
     * Where a process takes calls.
     *
     * @param bindHost the address of the interface that it listens on
     * @param host the name or address at which others reach it
     * @param port the port; 0 takes a free one
     */
    public record Listen(String bindHost, String host, int port) {}

    /**
     * Returns the settings of a process that makes calls and takes none from other processes.
     *
     * @param configuration the options
     * @return the settings
     */
    public static RpcSettings calling(Configuration configuration) {
        return create(configuration, Optional.empty());
    }

    /**
     * Returns the settings of a process that makes and takes calls.
     *
     * @param configuration the options
     * @param listen where it takes calls
     * @return the settings
     */
    public static RpcSettings listening(Configuration configuration, Listen listen) {
        return create(configuration, Optional.of(listen));
    }

    private static RpcSettings create(Configuration configuration, Optional<Listen> listen) {
        int maximumFrameSize =
                Math.toIntExact(configuration.get(RpcOptions.MAX_FRAME_SIZE).bytes());
        return new RpcSettings(listen, configuration.get(RpcOptions.ASK_TIMEOUT), maximumFrameSize);
    }
}
