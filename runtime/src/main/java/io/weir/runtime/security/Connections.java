package io.weir.runtime.security;

import io.netty.channel.Channel;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The connections that a process has opened: one to each peer, opened when it is first needed, and again when it is
 * needed after it was lost. For any thread; closed by its owner, which closes them all.
 *
 * @param <C> what stands on a connection
 */
public final class Connections<C> implements AutoCloseable {
    private final AuthenticatedConnector connector;
    private final BiFunction<Channel, String, C> install;

    // Added by callers, removed by event loops when a connection fails or ends.
    private final Map<Peer, Connection<C>> open = new ConcurrentHashMap<>();

    // Written by whoever closes it, read by callers.
    private volatile boolean closed;

    private record Peer(String host, int port) {}

    /** A connection, open or being opened; its channel is known as soon as it is open. */
    private static final class Connection<C> {
        final CompletableFuture<Channel> channel = new CompletableFuture<>();
        final CompletableFuture<C> installed = new CompletableFuture<>();
    }

    /**
     * Creates an empty set of connections.
     *
     * @param connector opens them
     * @param install puts the protocol's handlers on a channel whose peer, named by the text, has proved itself; called
     *     on its event loop
     */
    public Connections(AuthenticatedConnector connector, BiFunction<Channel, String, C> install) {
        this.connector = connector;
        this.install = install;
    }

    /**
     * Returns the connection to a peer, opened if there is none.
     *
     * @param host the peer's host name or address
     * @param port its port
     * @return the connection; UNREACHABLE if nothing answers there, AUTHENTICATION if the peer has another secret
     */
    public CompletableFuture<C> connect(String host, int port) {
        Peer peer = new Peer(host, port);
        Connection<C> fresh = new Connection<>();
        Connection<C> known = open.putIfAbsent(peer, fresh);
        if (known != null) {
            return known.installed;
        }
        if (closed) {
            // Either close() still finds the new entry, or we see that it has looked.
            fail(peer, fresh, closing());
            return fresh.installed;
        }
        connector
                .connect(host, port, channel -> fresh.installed.complete(opened(peer, fresh, channel)))
                .whenComplete((channel, failure) -> {
                    if (failure != null) {
                        fail(peer, fresh, failure);
                    }
                });
        return fresh.installed;
    }

    /** Leaves the place free before anybody learns of the failure: whoever reacts by trying again must not find it. */
    private void fail(Peer peer, Connection<C> connection, Throwable failure) {
        open.remove(peer, connection);
        connection.installed.completeExceptionally(failure);
    }

    private C opened(Peer peer, Connection<C> connection, Channel channel) {
        C installed = install.apply(channel, peer.host() + ":" + peer.port());
        connection.channel.complete(channel);
        // Runs before the handlers learn that the channel is closed: whoever reacts to that finds the place free.
        channel.closeFuture().addListener(done -> open.remove(peer, connection));
        return installed;
    }

    /**
     * Returns the connection to a peer if there is one now.
     *
     * @param host the peer's host name or address
     * @param port its port
     * @return the connection
     */
    public Optional<C> current(String host, int port) {
        Connection<C> connection = open.get(new Peer(host, port));
        return connection == null || connection.installed.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.ofNullable(connection.installed.getNow(null));
    }

    /**
     * Does something with all connections that are open now.
     *
     * @param action what is done
     */
    public void forEach(Consumer<C> action) {
        for (Connection<C> connection : open.values()) {
            if (connection.channel.isDone()) {
                connection.installed.thenAccept(action);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach((peer, connection) -> {
            fail(peer, connection, closing());
            Channel known = connection.channel.getNow(null);
            if (known != null) {
                known.close().awaitUninterruptibly();
            } else {
                connection.channel.thenAccept(Channel::close); // by its event loop, which must not wait for itself
            }
        });
    }

    private static WeirException closing() {
        return new WeirException(ErrorCode.UNREACHABLE, "This process has closed its connections.");
    }
}
