package io.weir.runtime.security;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * A port that takes messages only from peers that have proved that they know the cluster's secret. For any thread;
 * closing it closes the connections that it has accepted.
 */
public final class AuthenticatedServer implements AutoCloseable {
    private static final int MOST_PENDING = 128;
    private static final int BACKLOG = 1024;

    private final Channel listener;
    private final ChannelGroup connections;
    private final PendingConnections pending;

    private AuthenticatedServer(Channel listener, ChannelGroup connections, PendingConnections pending) {
        this.listener = listener;
        this.connections = connections;
        this.pending = pending;
    }

    /**
     * Listens.
     *
     * @param loops the threads for its connections
     * @param bindAddress the interface and the port; port 0 takes a free one
     * @param handshake the secret and the protocol
     * @param accepted adds the protocol's handlers to the channel of a peer that has proved itself; called on its event
     *     loop, and the channel is active already
     * @return the open port
     */
    public static AuthenticatedServer listen(
            EventLoops loops, InetSocketAddress bindAddress, Handshake handshake, Consumer<Channel> accepted) {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        PendingConnections pending = new PendingConnections(MOST_PENDING);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        pending.add(channel);
                        channel.pipeline().addLast(new ServerAuthentication(handshake, pending, accepted));
                    }
                })
                .bind(bindAddress)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "Cannot listen at " + bindAddress.getHostString() + ":" + bindAddress.getPort() + " for the "
                            + handshake.protocol().name() + " port: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return new AuthenticatedServer(bound.channel(), connections, pending);
    }

    /** Returns the port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Returns how many connections are open, those included that have not proved themselves. */
    public int connections() {
        return connections.size();
    }

    int pending() {
        return pending.size();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }
}
