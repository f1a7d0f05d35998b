package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.runtime.network.ExchangeClient;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Optional;

/** The exchanges of a TaskManager with other processes, if it has any. One thread at a time uses it. */
final class Exchanges implements AutoCloseable {
    private final ExchangeClient client;
    private final int port;
    private final Runnable onClose;

    private Exchanges(ExchangeClient client, int port, Runnable onClose) {
        this.client = client;
        this.port = port;
        this.onClose = onClose;
    }

    static Exchanges open(
            Optional<TaskManagerRunner.Network> network, PartitionRegistry partitions, Configuration configuration) {
        if (network.isEmpty()) {
            return new Exchanges(Exchanges::refuse, 0, () -> {});
        }
        throw new WeirException(ErrorCode.INTERNAL, "No network yet");
    }

    private static io.weir.runtime.network.ChannelCredit refuse(
            io.weir.runtime.protocol.InputSpec.ChannelSource source,
            io.weir.runtime.network.InputGate gate,
            int channel) {
        throw new WeirException(
                ErrorCode.INTERNAL, "This TaskManager is alone and cannot reach " + source.producer() + ".");
    }

    ExchangeClient client() {
        return client;
    }

    /** Returns the port at which other processes ask for partitions; 0 if they cannot. */
    int port() {
        return port;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
