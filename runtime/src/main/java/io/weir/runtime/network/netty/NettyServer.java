package io.weir.runtime.network.netty;

import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.security.AuthenticatedServer;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.EventLoops;
import io.weir.runtime.security.Handshake;
import java.net.InetSocketAddress;

/**
 * The data port of a TaskManager: gives the parts of its partitions to consumers in other processes. For any thread;
 * closing it breaks its connections, which lets go of the parts that were being read.
 */
public final class NettyServer implements AutoCloseable {
    private final AuthenticatedServer server;

    private NettyServer(AuthenticatedServer server) {
        this.server = server;
    }

    /**
     * Opens the data port.
     *
     * @param loops the threads for its connections
     * @param bindAddress the interface and the port; port 0 takes a free one
     * @param secret the cluster's secret
     * @param partitions what can be read
     * @return the open port
     * @throws io.weir.util.WeirException if it cannot listen there
     */
    public static NettyServer listen(
            EventLoops loops, InetSocketAddress bindAddress, ClusterSecret secret, PartitionRegistry partitions) {
        Handshake handshake = Handshake.create(secret, ExchangeProtocol.wireProtocol());
        return new NettyServer(AuthenticatedServer.listen(
                loops, bindAddress, handshake, channel -> ServingConnection.install(channel, partitions)));
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
