package io.weir.runtime.rpc;

import static io.weir.runtime.rpc.EchoEndpoint.MESSAGES;
import static io.weir.runtime.rpc.EchoEndpoint.PROBES;
import static io.weir.runtime.rpc.EchoEndpoint.SECRET;
import static io.weir.runtime.rpc.EchoEndpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.weir.runtime.rpc.EchoEndpoint.Probe;
import io.weir.runtime.security.AuthenticatedConnector;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.EventLoops;
import io.weir.runtime.security.Handshake;
import io.weir.runtime.security.RecordingLeakDetector;
import io.weir.runtime.security.WireProtocol;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service does with bytes that no service would send. */
@Timeout(180)
class RpcHostilityTest {
    private final EventLoops loops = EventLoops.create("test", 1);
    private RpcService server;
    private EchoEndpoint echo;

    @BeforeEach
    void open() throws Exception {
        server = EchoEndpoint.open(true, SECRET);
        echo = new EchoEndpoint(server);
        server.start(echo).get();
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

    @Test
    void aWrongSecretIsRefusedAndNamed() {
        try (RpcService stranger = EchoEndpoint.open(false, ClusterSecret.random(new SecureRandom()))) {
            assertFails(
                    stranger.connect(echo.address(), Echoing.class, TOKEN),
                    ErrorCode.AUTHENTICATION,
                    "security.cluster.secret-file");
        }
    }

    @Test
    void nothingOfAStrangerIsDeserialized() throws Exception {
        byte[] frame = wellFormedCall();
        PROBES.set(0);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(frame);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        Handshake wrong = handshake(ClusterSecret.random(new SecureRandom()));
        CompletableFuture<Channel> refused = new AuthenticatedConnector(loops, wrong)
                .connect("localhost", server.port(), channel -> channel.writeAndFlush(Unpooled.wrappedBuffer(frame)));
        assertFails(refused, ErrorCode.AUTHENTICATION, "secret");
        assertThat(PROBES).hasValue(0);
        // The same bytes of a peer that has proved itself are read: they are well-formed indeed.
        Channel channel = authenticated();
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame)).sync();
        assertThat(echo.told.get(30, TimeUnit.SECONDS)).isEqualTo("told");
        assertThat(PROBES).hasValue(1);
        channel.close();
    }

    @Test
    void tenThousandRandomFramesOfAFriendLeaveTheProcessHealthy() throws Exception {
        Random random = new Random(815);
        byte[] good = wellFormedCall();
        Channel channel = authenticated();
        for (int i = 0; i < 10_000; i++) {
            if (!channel.isActive()) {
                channel.close();
                channel = authenticated();
            }
            byte[] frame = i % 2 == 0 ? mutated(good, random) : randomFrame(random);
            channel.writeAndFlush(Unpooled.wrappedBuffer(frame));
            if (i % 50 == 0) {
                // So that not all is lost with the first frame that closes the connection.
                channel.close().sync();
            }
        }
        channel.close();
        try (RpcService client = EchoEndpoint.open(false, SECRET)) {
            Echoing gateway =
                    client.connect(echo.address(), Echoing.class, TOKEN).get();
            assertThat(gateway.echo(new Probe(5)).get()).isEqualTo(new Probe(5));
        }
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            bytes[MessageCodec.HEADER + random.nextInt(bytes.length - MessageCodec.HEADER)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] randomFrame(Random random) {
        byte[] bytes = new byte[MessageCodec.HEADER + 1 + random.nextInt(300)];
        random.nextBytes(bytes);
        if (random.nextInt(8) != 0) {
            int length = bytes.length - MessageCodec.HEADER;
            bytes[0] = 0;
            bytes[1] = 0;
            bytes[2] = (byte) (length >> 8);
            bytes[3] = (byte) length;
            bytes[4] = (byte) (1 + random.nextInt(4));
        }
        return bytes;
    }

    /** A call of tell() with a probe for its token's name, as bytes. */
    private static byte[] wellFormedCall() {
        MessageCodec codec = new MessageCodec(MESSAGES, 1 << 20);
        Output output = codec.encode(
                new RpcMessage.Request(1, true, new RpcCall("echo", "Echoing.tell(String)", TOKEN, List.of("told"))));
        RpcMessage.Request probing = new RpcMessage.Request(
                2, true, new RpcCall("echo", "Echoing.echo(Probe)", TOKEN, List.of(new Probe(1))));
        Output second = codec.encode(probing);
        byte[] both = new byte[output.position() + second.position()];
        System.arraycopy(second.getBuffer(), 0, both, 0, second.position());
        System.arraycopy(output.getBuffer(), 0, both, second.position(), output.position());
        return both;
    }

    private Channel authenticated() throws Exception {
        return new AuthenticatedConnector(loops, handshake(SECRET))
                .connect("localhost", server.port(), channel -> {})
                .get(30, TimeUnit.SECONDS);
    }

    private static Handshake handshake(ClusterSecret secret) {
        long fingerprint = new MessageCodec(MESSAGES, 1 << 20).fingerprint();
        return Handshake.create(secret, new WireProtocol("RPC", (byte) 1, fingerprint));
    }

    private static void assertFails(CompletableFuture<?> call, ErrorCode code, String text) {
        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
