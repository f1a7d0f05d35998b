package io.weir.runtime.rpc;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection between two services whose peers trust each other. The side that has opened it makes calls, the other
 * performs them. Messages are written on the caller's thread and read on the channel's event loop.
 *
 * <p>Life: begins when the handshake has succeeded, ends with the channel: then all calls under way fail with
 * UNREACHABLE, and those who watch are told.
 */
final class RpcConnection extends SimpleChannelInboundHandler<ByteBuf> implements CallTarget {
    private static final Logger LOG = LoggerFactory.getLogger(RpcConnection.class);

    private final Channel channel;
    private final String peer;
    private final MessageCodec codec;
    private final CallTarget performer;
    private final boolean serving;
    private final Watchers watchers = new Watchers();

    // Added by callers, removed by the event loop and by whoever abandons a call.
    private final Map<Long, CompletableFuture<Object>> unanswered = new ConcurrentHashMap<>();

    // Incremented by callers.
    private final AtomicLong lastId = new AtomicLong();

    // Written by the event loop once, read by callers.
    private volatile boolean closed;

    private RpcConnection(Channel channel, String peer, MessageCodec codec, CallTarget performer, boolean serving) {
        this.channel = channel;
        this.peer = peer;
        this.codec = codec;
        this.performer = performer;
        this.serving = serving;
    }

    /** Puts the connection on a channel that this process has opened. */
    static RpcConnection calling(Channel channel, String peer, MessageCodec codec) {
        CallTarget none = (call, oneWay) -> CompletableFuture.failedFuture(
                new WeirException(ErrorCode.NOT_FOUND, "Calls go from the process that connects to the other."));
        return new RpcConnection(channel, peer, codec, none, false).install();
    }

    /** Puts the connection on a channel that a peer has opened. */
    static void serving(Channel channel, MessageCodec codec, CallTarget performer) {
        new RpcConnection(channel, String.valueOf(channel.remoteAddress()), codec, performer, true).install();
    }

    private RpcConnection install() {
        channel.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(
                        MessageCodec.HEADER + codec.maximumFrameSize(), 0, MessageCodec.HEADER, 0, MessageCodec.HEADER))
                .addLast(this);
        return this;
    }

    /** Watches until the connection is lost. */
    Runnable watch(Runnable watcher) {
        return watchers.add(watcher);
    }

    @Override
    public CompletableFuture<Object> call(RpcCall call, boolean oneWay) {
        long id = lastId.incrementAndGet();
        CompletableFuture<Object> result = new CompletableFuture<>();
        Output message;
        try {
            message = codec.encode(new RpcMessage.Request(id, oneWay, call));
        } catch (WeirException e) {
            result.completeExceptionally(new WeirException(
                    e.code(), "The call " + call.method() + " to " + peer + ": " + e.getMessage(), e));
            return result;
        }
        if (!oneWay) {
            unanswered.put(id, result);
            result.whenComplete((value, failure) -> unanswered.remove(id));
        }
        if (closed) {
            // Either the event loop still finds the call among the unanswered, or we see that it has looked.
            result.completeExceptionally(lost());
            return result;
        }
        send(message);
        if (oneWay) {
            result.complete(null);
        }
        return result;
    }

    private void send(Output message) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(message.getBuffer(), 0, message.position()))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        channel.close();
                    }
                });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        RpcMessage message;
        try {
            message = codec.decode(bytes);
        } catch (KryoException e) {
            LOG.warn("Closing the connection to {}: it sent what is no message. {}", peer, e.getMessage());
            context.close();
            return;
        }
        if (message instanceof RpcMessage.Request request) {
            perform(request);
        } else if (message instanceof RpcMessage.Unreadable unreadable && unreadable.request()) {
            answerUnreadable(unreadable);
        } else {
            onAnswer(message);
        }
    }

    private void onAnswer(RpcMessage message) {
        CompletableFuture<Object> result = unanswered.get(message.id());
        if (result == null) {
            LOG.debug("An answer of {} came too late, or nobody asked.", peer);
        } else if (message instanceof RpcMessage.Answer answer) {
            result.complete(answer.value());
        } else if (message instanceof RpcMessage.Failure failure) {
            result.completeExceptionally(RpcFailures.fromMessage(failure, peer));
        } else if (message instanceof RpcMessage.Unreadable unreadable) {
            result.completeExceptionally(new WeirException(
                    ErrorCode.SERIALIZATION, "The answer of " + peer + " cannot be read: " + unreadable.reason()));
        }
    }

    private void perform(RpcMessage.Request request) {
        CompletableFuture<Object> result = performer.call(request.call(), request.oneWay());
        if (!request.oneWay()) {
            result.whenComplete((value, failure) -> answer(request, value, failure));
        }
    }

    private void answer(RpcMessage.Request request, Object value, Throwable failure) {
        Output message;
        if (failure == null) {
            try {
                message = codec.encode(new RpcMessage.Answer(request.id(), value));
            } catch (WeirException e) {
                message = codec.encode(RpcFailures.toMessage(
                        request.id(),
                        new WeirException(
                                e.code(), "The answer to " + request.call().method() + ": " + e.getMessage(), e)));
            }
        } else {
            message = codec.encode(RpcFailures.toMessage(request.id(), failure));
        }
        send(message);
    }

    private void answerUnreadable(RpcMessage.Unreadable request) {
        LOG.warn("A call of {} cannot be read: {}", peer, request.reason());
        send(codec.encode(new RpcMessage.Failure(
                request.id(), ErrorCode.SERIALIZATION, "The call cannot be read: " + request.reason(), "")));
    }

    /** A peer that does not take its answers gets no further calls performed. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (serving) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        unanswered.values().forEach(result -> result.completeExceptionally(lost()));
        watchers.end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("Closing the connection to {}: {}", peer, cause.toString());
        context.close();
    }

    private WeirException lost() {
        return new WeirException(ErrorCode.UNREACHABLE, "The connection to " + peer + " was lost.");
    }
}
