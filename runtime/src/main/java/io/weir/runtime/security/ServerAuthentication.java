package io.weir.runtime.security;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The side that was connected to. Owned by the channel's event loop; ends with the handshake. */
final class ServerAuthentication extends AuthenticationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAuthentication.class);

    private final PendingConnections pending;
    private final Consumer<Channel> accepted;
    private byte[] hello;
    private byte[] challenge;

    /**
     * Creates the handler of one new connection.
     *
     * @param handshake the secret and the protocol
     * @param pending those that have not proved themselves yet
     * @param accepted adds the protocol's handlers to the channel
     */
    ServerAuthentication(Handshake handshake, PendingConnections pending, Consumer<Channel> accepted) {
        super(handshake);
        this.pending = pending;
        this.accepted = accepted;
    }

    @Override
    void onMessage(ChannelHandlerContext context, ByteBuf message) {
        if (hello == null) {
            onHello(context, message);
        } else {
            onProof(context, bytes(message));
        }
    }

    private void onHello(ChannelHandlerContext context, ByteBuf message) {
        ByteBuf fields = message.duplicate();
        if (fields.readableBytes() < Integer.BYTES + 1 || fields.readInt() != MAGIC) {
            fail(context, "it sent something that is not Weir's protocol");
            return;
        }
        boolean sameVersion = fields.readByte() == VERSION
                && fields.readableBytes() == 1 + Long.BYTES + NONCE_LENGTH
                && fields.readByte() == protocol().id()
                && fields.readLong() == protocol().fingerprint();
        if (!sameVersion) {
            send(context, new byte[] {REFUSED_VERSION});
            fail(context, "it runs another version of Weir, or took this port for another");
            return;
        }
        hello = bytes(message);
        challenge = nonce();
        send(context, new byte[] {ACCEPTED}, challenge);
    }

    private void onProof(ChannelHandlerContext context, byte[] proof) {
        if (same(proof, clientProof(hello, challenge))) {
            send(context, new byte[] {ACCEPTED}, serverProof(hello, challenge));
            pending.remove(context.channel());
            succeed(context, accepted);
        } else {
            send(context, new byte[] {REFUSED_SECRET});
            fail(context, "it does not know the cluster's secret");
        }
    }

    @Override
    void onFailure(ChannelHandlerContext context, String reason) {
        pending.remove(context.channel());
        LOG.warn(
                "Refused a connection from {} to the {} port: {}.",
                context.channel().remoteAddress(),
                protocol().name(),
                reason);
    }
}
