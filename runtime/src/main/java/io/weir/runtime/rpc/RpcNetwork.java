package io.weir.runtime.rpc;

import io.weir.runtime.security.AuthenticatedConnector;
import io.weir.runtime.security.AuthenticatedServer;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.Connections;
import io.weir.runtime.security.EventLoops;
import io.weir.runtime.security.Handshake;
import io.weir.runtime.security.WireProtocol;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

/**
 * The connections of a service to other processes: one per process, opened when it is first needed, opened again when it
 * is needed after it was lost; and the port at which other processes call this one. For any thread; closed by its
 * service.
 */
final class RpcNetwork implements AutoCloseable {
    private static final int THREADS = 2;
    private static final byte PROTOCOL = 1;

    private final EventLoops loops = EventLoops.create("rpc", THREADS);
    private final Connections<RpcConnection> connections;
    private final AuthenticatedServer server;

    RpcNetwork(RpcSettings settings, ClusterSecret secret, MessageCodec codec, CallTarget endpoints) {
        WireProtocol protocol = new WireProtocol("RPC", PROTOCOL, codec.fingerprint());
        Handshake handshake = new Handshake(secret, new SecureRandom(), settings.askTimeout(), protocol);
        this.connections = new Connections<>(
                new AuthenticatedConnector(loops, handshake),
                (channel, peer) -> RpcConnection.calling(channel, peer, codec));
        try {
            this.server = settings.listen()
                    .map(listen -> AuthenticatedServer.listen(
                            loops,
                            new InetSocketAddress(listen.bindHost(), listen.port()),
                            handshake,
                            channel -> RpcConnection.serving(channel, codec, endpoints)))
                    .orElse(null);
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    /** Returns the port at which other processes call this one; 0 if they do not. */
    int port() {
        return server == null ? 0 : server.port();
    }

    CompletableFuture<RpcConnection> connect(RpcAddress address) {
        return connections.connect(address.host(), address.port());
    }

    /** Watches until the connection is lost; runs at once if there is none. */
    Runnable watch(RpcAddress address, Runnable watcher) {
        return connections
                .current(address.host(), address.port())
                .map(connection -> connection.watch(watcher))
                .orElseGet(() -> {
                    watcher.run();
                    return () -> {};
                });
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        connections.close();
        loops.close();
    }
}
