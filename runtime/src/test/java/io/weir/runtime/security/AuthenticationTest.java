package io.weir.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AuthenticationTest {
    private static final WireProtocol ECHO = new WireProtocol("echo", (byte) 7, 42);
    private static final ClusterSecret SECRET = ClusterSecret.random(new SecureRandom());

    private final EventLoops loops = EventLoops.create("echo", 2);
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private AuthenticatedServer server;

    @BeforeEach
    void listen() {
        server = listen(Duration.ofSeconds(30));
    }

    @AfterAll
    static void allBuffersCameBack() {
        RecordingLeakDetector.assertNoLeaks();
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    /** Sends back what it gets and counts it. */
    private final class Echo extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            seen.addAndGet(bytes.readableBytes());
            context.writeAndFlush(bytes.retain());
        }
    }

    private static final class Collect extends SimpleChannelInboundHandler<ByteBuf> {
        private final BlockingQueue<String> answers;

        Collect(BlockingQueue<String> answers) {
            this.answers = answers;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            answers.add(bytes.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aBufferThatIsLostIsNoticed() {
        for (int i = 0; i < 10; i++) {
            Unpooled.directBuffer(1);
        }
        assertThat(RecordingLeakDetector.takeLeaks()).isNotEmpty();
    }

    @Test
    void peersWithOneSecretExchangeMessages() throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        Channel channel = connect(SECRET, ECHO, answers).get(30, TimeUnit.SECONDS);
        channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
        assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo("hello");
        assertThat(server.pending()).isZero();
        channel.close();
    }

    @Test
    void aWrongSecretIsNamedAndNothingPasses() {
        ClusterSecret other = ClusterSecret.random(new SecureRandom());
        assertFails(connect(other, ECHO, new LinkedBlockingQueue<>()), ErrorCode.AUTHENTICATION, "secret");
        assertThat(accepted).hasValue(0);
    }

    @Test
    void anotherVersionIsNamed() {
        WireProtocol later = new WireProtocol("echo", ECHO.id(), 43);
        assertFails(connect(SECRET, later, new LinkedBlockingQueue<>()), ErrorCode.CONFIGURATION, "same version");
        WireProtocol other = new WireProtocol("other", (byte) 8, 42);
        assertFails(connect(SECRET, other, new LinkedBlockingQueue<>()), ErrorCode.CONFIGURATION, "the right port");
    }

    @Test
    void aServerThatOnlyClaimsToKnowTheSecretIsNotTrusted() throws Exception {
        try (ServerSocket impostor = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Channel> connection = connect(SECRET, impostor.getLocalPort());
            try (Socket socket = impostor.accept()) {
                byte[] hello = readMessage(socket);
                writeMessage(socket, new byte[1 + AuthenticationHandler.NONCE_LENGTH]);
                byte[] proof = readMessage(socket);
                // The client's own proof must not do as the server's.
                ByteBuffer reflected =
                        ByteBuffer.allocate(1 + proof.length).put((byte) 0).put(proof);
                writeMessage(socket, reflected.array());
                assertThat(hello).hasSize(46);
                assertFails(connection, ErrorCode.AUTHENTICATION, "secret");
            }
        }
    }

    @Test
    void aProofCannotBeUsedTwice() throws Exception {
        byte[] hello = hello();
        try (Socket first = socket()) {
            writeMessage(first, hello);
            byte[] challenge = readMessage(first);
            byte[] proof = proof(hello, challenge);
            writeMessage(first, proof);
            assertThat(readMessage(first)[0]).isEqualTo(AuthenticationHandler.ACCEPTED);
            try (Socket second = socket()) {
                writeMessage(second, hello);
                readMessage(second);
                writeMessage(second, proof);
                assertThat(readMessage(second)).containsExactly(AuthenticationHandler.REFUSED_SECRET);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void whatFollowsTheProofAtOnceIsNotLost() throws Exception {
        byte[] hello = hello();
        try (Socket socket = socket()) {
            writeMessage(socket, hello);
            byte[] proof = proof(hello, readMessage(socket));
            ByteBuffer both = ByteBuffer.allocate(2 + proof.length + 3)
                    .putShort((short) proof.length)
                    .put(proof)
                    .put("abc".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(both.array());
            readMessage(socket);
            assertThat(socket.getInputStream().readNBytes(3)).containsExactly('a', 'b', 'c');
        }
    }

    @Test
    void silenceEndsAfterATime() throws Exception {
        server.close();
        server = listen(Duration.ofMillis(50));
        try (Socket socket = socket()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.pending()).isZero();
    }

    @Test
    void silentStrangersDoNotKeepOthersOut() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                silent.add(socket());
            }
            BlockingQueue<String> answers = new LinkedBlockingQueue<>();
            Channel channel = connect(SECRET, ECHO, answers).get(30, TimeUnit.SECONDS);
            assertThat(server.pending()).isLessThanOrEqualTo(128);
            channel.close();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void tenThousandRandomMessagesLeaveThePortHealthy() throws Exception {
        Random random = new Random(20_261_101);
        for (int connection = 0; connection < 500; connection++) {
            try (Socket socket = socket()) {
                OutputStream out = socket.getOutputStream();
                for (int frame = 0; frame < 20; frame++) {
                    out.write(randomMessage(random, connection % 2 == 0));
                }
            } catch (SocketException closedByServer) {
                // As it should be: it does not wait for the rest.
            }
        }
        peersWithOneSecretExchangeMessages();
        assertThat(accepted).hasValue(1);
        assertThat(seen).hasValue(5);
    }

    private static byte[] randomMessage(Random random, boolean wellFramed) {
        byte[] bytes = new byte[random.nextInt(400) + 3];
        random.nextBytes(bytes);
        if (wellFramed) {
            int length = Math.min(bytes.length - 2, 254);
            byte[] framed = new byte[length + 2];
            System.arraycopy(bytes, 0, framed, 0, framed.length);
            framed[0] = 0;
            framed[1] = (byte) length;
            if (length >= 46 && random.nextBoolean()) {
                System.arraycopy(hello(), 0, framed, 2, 46);
            }
            return framed;
        }
        return bytes;
    }

    private AuthenticatedServer listen(Duration timeout) {
        Handshake handshake = new Handshake(SECRET, new SecureRandom(), timeout, ECHO);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return AuthenticatedServer.listen(loops, anyPort, handshake, channel -> {
            accepted.incrementAndGet();
            channel.pipeline().addLast(new Echo());
        });
    }

    private CompletableFuture<Channel> connect(
            ClusterSecret secret, WireProtocol protocol, BlockingQueue<String> answers) {
        return new AuthenticatedConnector(loops, Handshake.create(secret, protocol))
                .connect("localhost", server.port(), channel -> channel.pipeline()
                        .addLast(new Collect(answers)));
    }

    private CompletableFuture<Channel> connect(ClusterSecret secret, int port) {
        return new AuthenticatedConnector(loops, Handshake.create(secret, ECHO))
                .connect("localhost", port, channel -> {});
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static byte[] hello() {
        return ByteBuffer.allocate(46)
                .putInt(AuthenticationHandler.MAGIC)
                .put(AuthenticationHandler.VERSION)
                .put(ECHO.id())
                .putLong(ECHO.fingerprint())
                .array();
    }

    private static byte[] proof(byte[] hello, byte[] challenge) {
        byte[] nonce = new byte[AuthenticationHandler.NONCE_LENGTH];
        System.arraycopy(challenge, 1, nonce, 0, nonce.length);
        return SECRET.proof("client".getBytes(StandardCharsets.US_ASCII), hello, nonce);
    }

    private static byte[] readMessage(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int length = in.read() << 8 | in.read();
        return in.readNBytes(length);
    }

    private static void writeMessage(Socket socket, byte[] message) throws IOException {
        byte[] framed = ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
        socket.getOutputStream().write(framed);
    }

    private static void assertFails(CompletableFuture<?> future, ErrorCode code, String text) {
        assertThatThrownBy(() -> future.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
