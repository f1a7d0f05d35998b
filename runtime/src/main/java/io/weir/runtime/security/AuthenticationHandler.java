package io.weir.runtime.security;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One side of the handshake with which peers prove to each other that they know the cluster's secret:
 *
 * <pre>
 * client → server   hello: magic, version, protocol, fingerprint, 32 random bytes
 * server → client   challenge: status, 32 random bytes
 * client → server   HMAC(secret, "client", hello, challenge)
 * server → client   status, HMAC(secret, "server", hello, challenge)
 * </pre>
 *
 * Each message is preceded by its length in two bytes and has at most {@value #MAXIMUM_MESSAGE} bytes. Both sides put
 * random bytes in, so that no proof can be used twice; the words keep one side's proof from serving as the other's. The
 * client proves itself first: a stranger learns nothing that depends on the secret.
 *
 * <p>It is the only handler of its channel until it has succeeded; then it adds the handlers of the protocol, hands them
 * what the peer has sent since, and leaves. Owned by the channel's event loop.
 */
abstract class AuthenticationHandler extends ByteToMessageDecoder {
    static final int MAXIMUM_MESSAGE = 256;
    static final int MAGIC = 0x57454952; // "WEIR"
    static final byte VERSION = 1;
    static final int NONCE_LENGTH = 32;
    static final int PROOF_LENGTH = 32;

    static final byte ACCEPTED = 0;
    static final byte REFUSED_VERSION = 1;
    static final byte REFUSED_SECRET = 2;

    private static final byte[] CLIENT = "client".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER = "server".getBytes(StandardCharsets.US_ASCII);

    private final Handshake handshake;
    private Future<?> alarm;
    private boolean ended;

    AuthenticationHandler(Handshake handshake) {
        this.handshake = handshake;
    }

    /** Takes the next message of the peer; borrows it. */
    abstract void onMessage(ChannelHandlerContext context, ByteBuf message);

    /** Called once if the handshake ends without success; the channel is closed next. */
    abstract void onFailure(ChannelHandlerContext context, String reason);

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Duration timeout = handshake.timeout();
        alarm = context.executor()
                .schedule(
                        () -> fail(context, "it did not authenticate itself within " + timeout.toMillis() + " ms"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (!ended && in.readableBytes() >= Short.BYTES) {
            int length = in.getUnsignedShort(in.readerIndex());
            if (length > MAXIMUM_MESSAGE) {
                fail(context, "it sent something that is not Weir's protocol");
            } else if (in.readableBytes() < Short.BYTES + length) {
                return;
            } else {
                in.skipBytes(Short.BYTES);
                onMessage(context, in.readSlice(length));
            }
        }
        if (!context.isRemoved() && ended) {
            in.skipBytes(in.readableBytes());
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) throws Exception {
        fail(context, "it closed the connection before it had authenticated itself");
        super.channelInactive(context);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, "the connection failed while it authenticated itself: " + cause);
    }

    final void fail(ChannelHandlerContext context, String reason) {
        if (end()) {
            onFailure(context, reason);
            context.close();
        }
    }

    /** Marks the handshake as over; returns false if it was already. */
    final boolean end() {
        boolean first = !ended;
        ended = true;
        alarm.cancel(false);
        return first;
    }

    final void send(ChannelHandlerContext context, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuf message = context.alloc().buffer(Short.BYTES + length).writeShort(length);
        for (byte[] part : parts) {
            message.writeBytes(part);
        }
        context.writeAndFlush(message);
    }

    /** Ends with success: the protocol's handlers get the channel and what the peer has sent since. */
    final void succeed(ChannelHandlerContext context, Consumer<Channel> accepted) {
        if (!end()) {
            return;
        }
        try {
            accepted.accept(context.channel());
        } catch (RuntimeException e) {
            onFailure(context, "the connection could not be set up: " + e);
            context.close();
            return;
        }
        context.pipeline().remove(this);
    }

    final WireProtocol protocol() {
        return handshake.protocol();
    }

    final byte[] nonce() {
        byte[] nonce = new byte[NONCE_LENGTH];
        handshake.random().nextBytes(nonce);
        return nonce;
    }

    final byte[] clientProof(byte[] hello, byte[] challenge) {
        return handshake.secret().proof(CLIENT, hello, challenge);
    }

    final byte[] serverProof(byte[] hello, byte[] challenge) {
        return handshake.secret().proof(SERVER, hello, challenge);
    }

    static byte[] bytes(ByteBuf message) {
        byte[] bytes = new byte[message.readableBytes()];
        message.readBytes(bytes);
        return bytes;
    }

    /** Compares in a time that does not depend on where they differ. */
    static boolean same(byte[] proof, byte[] expected) {
        return MessageDigest.isEqual(proof, expected);
    }
}
