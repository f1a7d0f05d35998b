package io.weir.runtime.network.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.weir.runtime.network.BufferPool;
import io.weir.runtime.protocol.InputSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers' side of a connection: sends requests, credits and cancellations, and hands received frames to the gates
 * of their channels. Owned by the channel's event loop; consuming tasks say from their threads what they have read.
 *
 * <p>Credits of all channels leave together: at once when one has read a quarter of its window, and at most each
 * millisecond when a task has read everything and waits.
 *
 * <p>Life: begins when the producer's process has proved itself, ends with the channel; then the gates that still wait
 * for frames fail with a message that names the producer.
 */
final class FetchingConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FetchingConnection.class);

    private static final long REPORT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int FIRST_READ = 64 << 10;
    private static final int LARGEST_READ = 256 << 10;

    private final Channel channel;
    private final EventLoop loop;
    private final FrameReceiver receiver;
    private final Map<Integer, FetchedChannel> channels = new HashMap<>();

    // Filled by consuming tasks, emptied by the event loop.
    private final Queue<FetchedChannel> unreported = new ConcurrentLinkedQueue<>();

    // Set by consuming tasks when they ask for a report, cleared by the event loop when it makes one.
    private final AtomicBoolean reportNow = new AtomicBoolean();
    private final AtomicBoolean reportSoon = new AtomicBoolean();

    private int lastId;
    private long lastReport;
    private boolean closed;

    private FetchingConnection(Channel channel, BufferPool buffers, int longestFrame) {
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.receiver = new FrameReceiver(channels, buffers, longestFrame);
        this.lastReport = System.nanoTime();
    }

    /** Puts the connection on a channel whose peer has proved itself. */
    static FetchingConnection install(Channel channel, BufferPool buffers, int longestFrame) {
        FetchingConnection connection = new FetchingConnection(channel, buffers, longestFrame);
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(1024, FIRST_READ, LARGEST_READ));
        channel.pipeline().addLast(connection);
        return connection;
    }

    /** Runs something on the event loop, or the other thing if that has ended. Any thread. */
    void execute(Runnable action, Runnable otherwise) {
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended.", e);
            otherwise.run();
        }
    }

    /** Asks for a part. Event loop. */
    void open(FetchedChannel fetched) {
        if (closed) {
            fetched.fail("has closed the connection.", null);
        } else if (!fetched.isCanceled()) {
            fetched.setId(++lastId);
            channels.put(fetched.id(), fetched);
            InputSpec.ChannelSource source = fetched.source();
            ByteBuf request = channel.alloc().buffer();
            ExchangeProtocol.writeRequest(
                    request, fetched.id(), fetched.window(), source.partition(), source.subpartition());
            channel.writeAndFlush(request);
        }
    }

    /** Lets go of a part; what still comes of it is dropped. Event loop. */
    void cancel(FetchedChannel fetched) {
        if (channels.remove(fetched.id(), fetched)) {
            receiver.drop(fetched);
            ByteBuf message = channel.alloc().buffer();
            ExchangeProtocol.writeCancel(message, fetched.id());
            channel.writeAndFlush(message);
        }
    }

    /** Learns that a channel has read something. Consuming task's thread. */
    void hasUnreported(FetchedChannel fetched) {
        unreported.add(fetched);
    }

    /** Asks for a report at once. Any thread. */
    void reportNow() {
        if (!reportNow.get() && reportNow.compareAndSet(false, true)) {
            execute(this::report, () -> {});
        }
    }

    /** Asks for a report if there is something to report and the last one is a while ago, else for one then. Any thread. */
    void reportSoon() {
        if (!unreported.isEmpty() && !reportSoon.get() && reportSoon.compareAndSet(false, true)) {
            execute(this::reportInTime, () -> {});
        }
    }

    private void reportInTime() {
        long rest = lastReport + REPORT_INTERVAL_NANOS - System.nanoTime();
        if (rest <= 0) {
            report();
        } else {
            loop.schedule(this::report, rest, TimeUnit.NANOSECONDS);
        }
    }

    private void report() {
        reportNow.set(false);
        reportSoon.set(false);
        if (unreported.isEmpty()) {
            return;
        }
        ByteBuf credits = channel.alloc().buffer();
        for (FetchedChannel fetched = unreported.poll(); fetched != null; fetched = unreported.poll()) {
            int bytes = fetched.takeUnreported();
            if (bytes > 0 && channels.get(fetched.id()) == fetched) {
                ExchangeProtocol.writeCredit(credits, fetched.id(), bytes);
            }
        }
        if (credits.isReadable()) {
            channel.writeAndFlush(credits);
        } else {
            credits.release();
        }
        lastReport = System.nanoTime();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!closed) {
                receiver.receive(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("has broken the connection.", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("Closing the data connection to {}: {}", channel.remoteAddress(), cause.toString());
        end("has failed to send: " + cause, cause);
        context.close();
    }

    private void end(String what, Throwable cause) {
        closed = true;
        receiver.close();
        List<FetchedChannel> failed = List.copyOf(channels.values());
        channels.clear();
        failed.forEach(fetched -> fetched.fail(what, cause));
    }
}
