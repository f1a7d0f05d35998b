package io.weir.runtime.rpc;

import io.weir.runtime.security.AuthenticatedConnector;
import io.weir.runtime.security.AuthenticatedServer;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.EventLoops;
import io.weir.runtime.security.Handshake;
import io.weir.runtime.security.WireProtocol;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of a service to other processes: one per process, opened when it is first needed, opened again when it
 * is needed after it was lost; and the port at which other processes call this one. For any thread; closed by its
 * service.
 */
final class RpcNetwork implements AutoCloseable {
    private static final int THREADS = 2;
    private static final byte PROTOCOL = 1;

    private final EventLoops loops = EventLoops.create("rpc", THREADS);
    private final MessageCodec codec;
    private final AuthenticatedConnector connector;
    private final AuthenticatedServer server;

    // Added by callers, removed by event loops when a connection fails or ends.
    private final Map<Peer, CompletableFuture<RpcConnection>> connections = new ConcurrentHashMap<>();

    // Written by whoever closes it, read by callers.
    private volatile boolean closed;

    /**
     * Names a process.
     *
     * @param host its host name or address
     * @param port its port
     */
    private record Peer(String host, int port) {
        static Peer of(RpcAddress address) {
            return new Peer(address.host(), address.port());
        }
    }

    RpcNetwork(RpcSettings settings, ClusterSecret secret, MessageCodec codec, CallTarget endpoints) {
        this.codec = codec;
        WireProtocol protocol = new WireProtocol("RPC", PROTOCOL, codec.fingerprint());
        Handshake handshake = new Handshake(secret, new SecureRandom(), settings.askTimeout(), protocol);
        this.connector = new AuthenticatedConnector(loops, handshake);
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
        Peer peer = Peer.of(address);
        CompletableFuture<RpcConnection> fresh = new CompletableFuture<>();
        CompletableFuture<RpcConnection> known = connections.putIfAbsent(peer, fresh);
        if (known != null) {
            return known;
        }
        fresh.whenComplete((connection, failure) -> {
            if (failure != null) {
                connections.remove(peer, fresh);
            } else {
                connection.watch(() -> connections.remove(peer, fresh));
            }
        });
        if (closed) {
            // Either close() still finds the new entry, or we see that it has looked.
            fresh.completeExceptionally(closing());
            return fresh;
        }
        CompletableFuture<RpcConnection> installed = new CompletableFuture<>();
        connector
                .connect(
                        peer.host(),
                        peer.port(),
                        channel -> installed.complete(RpcConnection.calling(channel, address.peer(), codec)))
                .whenComplete((channel, failure) -> {
                    if (failure != null) {
                        fresh.completeExceptionally(failure);
                    } else {
                        fresh.complete(installed.join());
                    }
                });
        return fresh;
    }

    /** Watches until the connection is lost; runs at once if there is none. */
    Runnable watch(RpcAddress address, Runnable watcher) {
        CompletableFuture<RpcConnection> known = connections.get(Peer.of(address));
        RpcConnection connection = known == null || known.isCompletedExceptionally() ? null : known.getNow(null);
        if (connection == null) {
            watcher.run();
            return () -> {};
        }
        return connection.watch(watcher);
    }

    @Override
    public void close() {
        closed = true;
        if (server != null) {
            server.close();
        }
        connections.values().forEach(opening -> {
            opening.thenAccept(RpcConnection::close);
            opening.completeExceptionally(closing());
        });
        loops.close();
    }

    private static WeirException closing() {
        return new WeirException(ErrorCode.UNREACHABLE, "This process has closed its connections.");
    }
}
