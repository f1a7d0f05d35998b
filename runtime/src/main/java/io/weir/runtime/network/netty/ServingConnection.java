package io.weir.runtime.network.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.protocol.PartitionId;
import io.weir.util.WeirException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producers' side of a connection: takes requests and credits, and sends the frames of all channels in turn, as long
 * as their windows and the socket take them. Owned by the channel's event loop; producing tasks announce frames from
 * their threads.
 *
 * <p>Life: begins when the consumer's process has proved itself, ends with the channel; then it lets go of all parts.
 */
final class ServingConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(ServingConnection.class);

    /** How much is copied for the socket before it is asked to take it; little, so that it is still in the cache. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 256 << 10);

    /** How often the socket is filled before others of the event loop, and credits, have their turn. */
    private static final int FILLS_PER_TURN = 4;

    private final Channel channel;
    private final EventLoop loop;
    private final PartitionRegistry partitions;
    private final Map<Integer, ServedChannel> channels = new HashMap<>();
    private final ArrayDeque<ServedChannel> line = new ArrayDeque<>();

    // Filled by producing tasks, emptied by the event loop.
    private final Queue<ServedChannel> announced = new ConcurrentLinkedQueue<>();

    // Set by the producing task that wakes the event loop, cleared by that.
    private final AtomicBoolean awake = new AtomicBoolean();

    private FrameSender sender;
    private boolean sending;

    private ServingConnection(Channel channel, PartitionRegistry partitions) {
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.partitions = partitions;
    }

    /** Puts the connection on a channel whose peer has proved itself. */
    static void install(Channel channel, PartitionRegistry partitions) {
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        channel.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(
                        ExchangeProtocol.LONGEST_REQUEST, 0, Integer.BYTES, 0, Integer.BYTES))
                .addLast(new ServingConnection(channel, partitions));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        sender = new FrameSender(context);
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

    /** Learns that a channel has frames. Producing task's thread. */
    void announce(ServedChannel served) {
        announced.add(served);
        if (awake.compareAndSet(false, true)) {
            execute(this::onAnnouncements, () -> {});
        }
    }

    private void onAnnouncements() {
        awake.set(false);
        for (ServedChannel served = announced.poll(); served != null; served = announced.poll()) {
            served.noteAnnouncement();
            enqueue(served);
        }
        send();
    }

    private void enqueue(ServedChannel served) {
        if (served.enqueue()) {
            line.addLast(served);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        byte kind = message.readByte();
        int id = message.readInt();
        ServedChannel served = channels.get(id);
        if (kind == ExchangeProtocol.REQUEST && served == null) {
            onRequest(id, message);
        } else if (kind == ExchangeProtocol.CREDIT) {
            onCredit(served, message.readInt());
        } else if (kind == ExchangeProtocol.CANCEL) {
            onCancel(served);
        } else {
            throw new CorruptedFrameException("a message of kind " + kind + " for channel " + id);
        }
    }

    private void onRequest(int id, ByteBuf message) {
        int window = message.readInt();
        PartitionId partition = ExchangeProtocol.readPartition(message);
        int subpartition = message.readInt();
        if (window <= 0 || message.isReadable()) {
            throw new CorruptedFrameException("a request for channel " + id);
        }
        ServedChannel served = new ServedChannel(id, window, partition, this);
        channels.put(id, served);
        partitions.request(partition, subpartition, served);
    }

    private void onCredit(ServedChannel served, int bytes) {
        if (served == null) {
            // The channel has come to its end meanwhile.
            return;
        }
        if (!served.credit(bytes)) {
            throw new CorruptedFrameException("a credit of " + bytes + " bytes for channel " + served.id());
        }
        enqueue(served);
        send();
    }

    private void onCancel(ServedChannel served) {
        if (served != null) {
            channels.remove(served.id());
            served.end(partitions);
        }
    }

    /** Tells the consumer that the part will not come. */
    void refuse(ServedChannel served, WeirException cause) {
        if (channels.remove(served.id(), served)) {
            sender.refuse(served, cause);
            channel.flush();
        }
    }

    /** Sends frames until all wait or the socket is full; goes on when there is room again. */
    private void send() {
        if (sending) {
            return;
        }
        sending = true;
        try {
            int fills = 0;
            do {
                fill();
                channel.flush();
                fills++;
            } while (channel.isWritable() && hasWork() && fills < FILLS_PER_TURN);
        } finally {
            sending = false;
        }
        if (channel.isWritable() && hasWork()) {
            execute(this::send, () -> {});
        }
    }

    private boolean hasWork() {
        return sender.isBusy() || !line.isEmpty();
    }

    private void fill() {
        while (channel.isWritable() && hasWork()) {
            if (sender.isBusy()) {
                sender.proceed();
            } else {
                serve(line.removeFirst());
            }
        }
    }

    private void serve(ServedChannel served) {
        served.dequeued();
        Frame frame = served.poll();
        if (frame != null && sender.begin(served, frame)) {
            channels.remove(served.id());
            served.end(partitions);
        }
        enqueue(served);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            send();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channels.values().forEach(served -> served.end(partitions));
        channels.clear();
        line.clear();
        sender.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("Closing the data connection from {}: {}", channel.remoteAddress(), cause.toString());
        context.close();
    }
}
