package io.weir.runtime.security;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Connects to the ports of {@link AuthenticatedServer}s. For any thread; has nothing to close. */
public final class AuthenticatedConnector {
    private final EventLoops loops;
    private final Handshake handshake;

    /**
     * Creates a connector.
     *
     * @param loops the threads for its connections
     * @param handshake the secret and the protocol
     */
    public AuthenticatedConnector(EventLoops loops, Handshake handshake) {
        this.loops = loops;
        this.handshake = handshake;
    }

    /**
     * Connects.
     *
     * @param host the host name or address
     * @param port the port
     * @param accepted adds the protocol's handlers to the channel when both peers have proved themselves; called on its
     *     event loop, and the channel is active already
     * @return the channel; UNREACHABLE if nothing answers there, AUTHENTICATION if the peer has another secret
     */
    public CompletableFuture<Channel> connect(String host, int port, Consumer<Channel> accepted) {
        String peer = host + ":" + port;
        CompletableFuture<Channel> result = new CompletableFuture<>();
        ClientAuthentication authentication = new ClientAuthentication(handshake, peer, accepted, result);
        loops.hostNames()
                .resolve(host, handshake.timeout())
                .thenAccept(address -> connect(new InetSocketAddress(address, port), authentication)
                        .addListener(connected -> {
                            if (!connected.isSuccess()) {
                                result.completeExceptionally(unreachable(peer, connected.cause()));
                            }
                        }))
                .exceptionally(failure -> {
                    result.completeExceptionally(unreachable(peer, failure.getCause()));
                    return null;
                });
        return result;
    }

    private ChannelFuture connect(InetSocketAddress address, ClientAuthentication authentication) {
        return new Bootstrap()
                .group(loops.group())
                .channel(loops.socketChannel())
                // It would look names up on the event loop.
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(handshake.timeout().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(authentication);
                    }
                })
                .connect(address);
    }

    private static WeirException unreachable(String peer, Throwable cause) {
        return new WeirException(ErrorCode.UNREACHABLE, "No connection to " + peer + ": " + cause.getMessage(), cause);
    }
}
