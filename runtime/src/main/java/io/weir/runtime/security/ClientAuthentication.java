package io.weir.runtime.security;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.weir.configuration.SecurityOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The side that connects. Owned by the channel's event loop; ends with the handshake. */
final class ClientAuthentication extends AuthenticationHandler {
    private final String peer;
    private final Consumer<Channel> accepted;
    private final CompletableFuture<Channel> result;
    private final byte[] hello;
    private byte[] challenge;

    /**
     * Creates the handler of one new connection.
     *
     * @param handshake the secret and the protocol
     * @param peer whom it connects to, as people write it
     * @param accepted adds the protocol's handlers to the channel
     * @param result completed with the channel, or with what went wrong
     */
    ClientAuthentication(
            Handshake handshake, String peer, Consumer<Channel> accepted, CompletableFuture<Channel> result) {
        super(handshake);
        this.peer = peer;
        this.accepted = accepted;
        this.result = result;
        this.hello = ByteBuffer.allocate(Integer.BYTES + 2 + Long.BYTES + NONCE_LENGTH)
                .putInt(MAGIC)
                .put(VERSION)
                .put(protocol().id())
                .putLong(protocol().fingerprint())
                .put(nonce())
                .array();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        send(context, hello);
        super.channelActive(context);
    }

    @Override
    void onMessage(ChannelHandlerContext context, ByteBuf message) {
        byte[] bytes = bytes(message);
        byte status = bytes.length == 0 ? REFUSED_VERSION : bytes[0];
        byte[] rest = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
        if (status == REFUSED_SECRET) {
            refuse(context, new WeirException(ErrorCode.AUTHENTICATION, wrongSecret()));
        } else if (status != ACCEPTED || rest.length != (challenge == null ? NONCE_LENGTH : PROOF_LENGTH)) {
            refuse(
                    context,
                    new WeirException(
                            ErrorCode.CONFIGURATION,
                            peer + " does not speak this version's "
                                    + protocol().name()
                                    + " protocol: use the same version of Weir on both sides, and the right port."));
        } else if (challenge == null) {
            challenge = rest;
            send(context, clientProof(hello, challenge));
        } else if (same(rest, serverProof(hello, challenge))) {
            succeed(context, accepted);
            result.complete(context.channel());
        } else {
            refuse(context, new WeirException(ErrorCode.AUTHENTICATION, wrongSecret()));
        }
    }

    private String wrongSecret() {
        return peer + " has another cluster secret: give both sides the same file with -D"
                + SecurityOptions.CLUSTER_SECRET_FILE.key() + "=FILE.";
    }

    private void refuse(ChannelHandlerContext context, WeirException reason) {
        result.completeExceptionally(reason);
        fail(context, reason.getMessage());
    }

    @Override
    void onFailure(ChannelHandlerContext context, String reason) {
        result.completeExceptionally(new WeirException(
                ErrorCode.UNREACHABLE, "No connection to " + peer + ": " + reason + ". Is it a process of Weir?"));
    }
}
