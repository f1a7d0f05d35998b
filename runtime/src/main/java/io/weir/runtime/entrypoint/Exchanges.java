package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.runtime.network.ChannelCredit;
import io.weir.runtime.network.ExchangeClient;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.network.netty.NettyClient;
import io.weir.runtime.network.netty.NettyServer;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.security.EventLoops;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The exchanges of a TaskManager with other processes, if it has any. Closed by its owner. */
final class Exchanges implements AutoCloseable {
    private final ExchangeClient client;
    private final int port;
    private final Closer closer;

    private Exchanges(ExchangeClient client, int port, Closer closer) {
        this.client = client;
        this.port = port;
        this.closer = closer;
    }

    /** Opens the data port, or nothing at all for a TaskManager that is alone. */
    static Exchanges open(
            Optional<TaskManagerRunner.Network> network, PartitionRegistry partitions, Configuration configuration) {
        Closer closer = new Closer();
        if (network.isEmpty()) {
            return new Exchanges(Exchanges::refuse, 0, closer);
        }
        try {
            return open(network.get(), partitions, configuration, closer);
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    private static Exchanges open(
            TaskManagerRunner.Network network,
            PartitionRegistry partitions,
            Configuration configuration,
            Closer closer) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        EventLoops loops = closer.own(EventLoops.create("exchange", threads));
        NettyServer server = closer.own(NettyServer.listen(
                loops, new InetSocketAddress(network.bindHost(), network.port()), network.secret(), partitions));
        NettyClient client = closer.own(
                new NettyClient(loops, ExchangeSettings.from(configuration), network.secret(), partitions.buffers()));
        return new Exchanges(client, server.port(), closer);
    }

    private static ChannelCredit refuse(InputSpec.ChannelSource source, InputGate gate, int channel) {
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
        closer.close();
    }
}
