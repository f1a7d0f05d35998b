package io.weir.runtime.network.netty;

import io.weir.runtime.network.BufferPool;
import io.weir.runtime.network.ChannelCredit;
import io.weir.runtime.network.ExchangeClient;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.security.AuthenticatedConnector;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.Connections;
import io.weir.runtime.security.EventLoops;
import io.weir.runtime.security.Handshake;

/**
 * Fetches parts of partitions of other TaskManagers: one connection to each, shared by all channels that come from
 * there. One per TaskManager; for any thread. Closing it breaks its connections, which fails the gates that still wait.
 */
public final class NettyClient implements ExchangeClient, AutoCloseable {
    private final Connections<FetchingConnection> connections;
    private final int window;

    /**
     * Creates a client without connections.
     *
     * @param loops the threads for its connections
     * @param settings the window, and how large records may be
     * @param secret the cluster's secret
     * @param buffers where the arrays of received frames come from
     */
    public NettyClient(EventLoops loops, ExchangeSettings settings, ClusterSecret secret, BufferPool buffers) {
        Handshake handshake = Handshake.create(secret, ExchangeProtocol.wireProtocol());
        // A frame leaves with the record that fills it.
        int longestFrame =
                (int) Math.min(Integer.MAX_VALUE - 8L, (long) settings.frameSize() + settings.maxRecordSize());
        this.window = (int) Math.min(Integer.MAX_VALUE / 2, settings.channelWindow());
        this.connections = new Connections<>(
                new AuthenticatedConnector(loops, handshake),
                (channel, peer) -> FetchingConnection.install(channel, buffers, longestFrame));
    }

    @Override
    public ChannelCredit connect(InputSpec.ChannelSource source, InputGate gate, int channel) {
        FetchedChannel fetched = new FetchedChannel(source, gate, channel, window, this::reportAll);
        TaskManagerLocation producer = source.producer();
        connections.connect(producer.host(), producer.dataPort()).whenComplete((connection, failure) -> {
            if (failure == null) {
                fetched.connected(connection);
            } else {
                fetched.fail("cannot be reached for its data: " + failure.getMessage(), failure);
            }
        });
        return fetched;
    }

    /** A task has read everything: its producers should not wait for frames to fill up. */
    private void reportAll() {
        connections.forEach(FetchingConnection::reportSoon);
    }

    @Override
    public void close() {
        connections.close();
    }
}
