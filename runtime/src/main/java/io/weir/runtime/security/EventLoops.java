package io.weir.runtime.security;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/**
 * The threads that own sockets: on epoll where the platform has it, else on NIO. For any thread; closed by whoever
 * created it, after its sockets.
 */
public final class EventLoops implements AutoCloseable {
    private static final long END_SECONDS = 5;

    private final EventLoopGroup group;
    private final boolean epoll;
    private final HostNames hostNames;

    private EventLoops(EventLoopGroup group, boolean epoll, HostNames hostNames) {
        this.group = group;
        this.epoll = epoll;
        this.hostNames = hostNames;
    }

    /**
     * Creates event loops; their threads start with their first socket and are daemons.
     *
     * @param name how the threads are named
     * @param threads how many there are at most
     * @return the event loops
     */
    public static EventLoops create(String name, int threads) {
        return create(name, threads, InetAddress::getByName);
    }

    static EventLoops create(String name, int threads, HostNames.Lookup lookup) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), factory);
        HostNames hostNames = new HostNames(lookup, group, new DefaultThreadFactory(name + "-names", true));
        return new EventLoops(group, epoll, hostNames);
    }

    HostNames hostNames() {
        return hostNames;
    }

    EventLoopGroup group() {
        return group;
    }

    Class<? extends ServerSocketChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> socketChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** Closes the sockets that are still open and ends the threads. */
    @Override
    public void close() {
        hostNames.close();
        group.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS);
    }
}
