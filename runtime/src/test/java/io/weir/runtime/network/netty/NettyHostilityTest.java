package io.weir.runtime.network.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.network.PartitionFeeder;
import io.weir.runtime.network.Wakeup;
import io.weir.runtime.network.Watermark;
import io.weir.runtime.protocol.InputSpec.ChannelSource;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.security.AuthenticatedConnector;
import io.weir.runtime.security.AuthenticatedServer;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.Handshake;
import io.weir.runtime.security.RecordingLeakDetector;
import io.weir.util.WeirException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the two ends of a data connection do with bytes that the other would never send. */
@Timeout(180)
class NettyHostilityTest {
    private static final int WINDOW = 1 << 20;

    private final ExchangeProcess process =
            new ExchangeProcess(ExchangeProcess.settings(WINDOW), ExchangeProcess.SECRET);

    @AfterAll
    static void allBuffersCameBack() {
        RecordingLeakDetector.assertNoLeaks();
    }

    @AfterEach
    void allComesBack() {
        process.close();
        await(() -> process.buffers.outstanding() == 0);
    }

    @Test
    void aStrangerGetsNothing() throws Exception {
        byte[] request = request(1, WINDOW);
        PartitionFeeder feeder = register(0);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), process.server.port())) {
            socket.getOutputStream().write(request);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> authenticated(ClusterSecret.random(new SecureRandom())))
                .hasMessageContaining("secret");
        // Nobody has claimed the part: the one who knows the secret gets it, with the same bytes.
        feeder.add(new Watermark(1));
        authenticated(ExchangeProcess.SECRET).writeAndFlush(Unpooled.wrappedBuffer(request));
        feeder.add(new Watermark(2));
        await(feeder::isEmpty);
    }

    @Test
    void tenThousandRandomRequestsLeaveTheServerHealthy() throws Exception {
        Random random = new Random(42);
        byte[] good = request(1, WINDOW);
        Channel channel = authenticated(ExchangeProcess.SECRET);
        for (int i = 0; i < 10_000; i++) {
            if (!channel.isActive()) {
                channel.close();
                channel = authenticated(ExchangeProcess.SECRET);
            }
            byte[] frame = i % 2 == 0 ? mutated(good, random) : randomFrame(random);
            channel.writeAndFlush(Unpooled.wrappedBuffer(frame));
            if (i % 50 == 0) {
                channel.close().sync();
            }
        }
        channel.close();
        exchangeWorks();
    }

    @Test
    void aCreditThatWasNotEarnedEndsTheConnection() throws Exception {
        PartitionFeeder feeder = register(0);
        Channel channel = authenticated(ExchangeProcess.SECRET);
        ByteBuf bytes = Unpooled.buffer().writeBytes(request(1, WINDOW));
        ExchangeProtocol.writeCredit(bytes, 1, 1);
        channel.writeAndFlush(bytes);
        await(() -> !channel.isActive() && process.partitions.size() == 0);
        assertThat(feeder.offer(new Watermark(1))).isFalse();
    }

    @Test
    void aProducerThatSendsRubbishFailsTheGateAndNothingElse() {
        Random random = new Random(43);
        Handshake handshake = Handshake.create(ExchangeProcess.SECRET, ExchangeProtocol.wireProtocol());
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (AuthenticatedServer rubbish = AuthenticatedServer.listen(
                process.loops, anyPort, handshake, channel -> channel.writeAndFlush(rubbish(random))
                        .addListener(ChannelFutureListener.CLOSE))) {
            ChannelSource source = new ChannelSource(
                    ExchangeProcess.partition(0),
                    0,
                    new TaskManagerLocation(new TaskManagerId("rubbish"), "localhost", rubbish.port()));
            for (int i = 0; i < 500; i++) {
                InputGate gate = new InputGate(1, new Wakeup());
                gate.connect(0, source, process.client);
                assertThatThrownBy(() -> drain(gate))
                        .isInstanceOf(WeirException.class)
                        .hasMessageContaining("rubbish");
                gate.close();
            }
        }
        exchangeWorks();
    }

    /** Reads what happens to be a frame, until the gate fails. */
    private static void drain(InputGate gate) {
        for (int i = 0; i < 100; i++) {
            await(gate::hasFrames);
            Frame frame = gate.poll();
            if (frame != null) {
                frame.release();
            }
        }
    }

    private void exchangeWorks() {
        PartitionFeeder feeder = register(7);
        try (InputGate gate = new InputGate(1, new Wakeup())) {
            gate.connect(0, process.source(7, 0), process.client);
            feeder.add(new Watermark(9));
            await(gate::hasFrames);
            assertThat(gate.poll()).isEqualTo(new Watermark(9));
        }
    }

    private PartitionFeeder register(int output) {
        return PartitionFeeder.register(process.partitions, ExchangeProcess.partition(output), 4);
    }

    private Channel authenticated(ClusterSecret secret) throws Exception {
        Handshake handshake = Handshake.create(secret, ExchangeProtocol.wireProtocol());
        return new AuthenticatedConnector(process.loops, handshake)
                .connect("localhost", process.server.port(), channel -> {})
                .get(30, TimeUnit.SECONDS);
    }

    private static byte[] request(int channel, int window) {
        ByteBuf bytes = Unpooled.buffer();
        ExchangeProtocol.writeRequest(bytes, channel, window, ExchangeProcess.partition(0), 0);
        byte[] request = new byte[bytes.readableBytes()];
        bytes.readBytes(request);
        return request;
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            bytes[Integer.BYTES + random.nextInt(bytes.length - Integer.BYTES)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] randomFrame(Random random) {
        byte[] bytes = new byte[Integer.BYTES + 1 + random.nextInt(100)];
        random.nextBytes(bytes);
        if (random.nextInt(8) != 0) {
            bytes[0] = 0;
            bytes[1] = 0;
            bytes[2] = 0;
            bytes[3] = (byte) (bytes.length - Integer.BYTES);
            bytes[4] = (byte) (1 + random.nextInt(3));
        }
        return bytes;
    }

    /** What begins like the first frames of channel 1 and goes on as it likes. */
    private static ByteBuf rubbish(Random random) {
        ByteBuf out = Unpooled.buffer();
        for (int frame = 0; frame < 20; frame++) {
            int length = random.nextInt(2000);
            boolean plausible = random.nextInt(4) != 0;
            out.writeByte(plausible ? ExchangeProtocol.DATA : random.nextInt());
            out.writeByte(random.nextInt());
            out.writeInt(1 + random.nextInt(2));
            out.writeInt(plausible ? frame : random.nextInt());
            out.writeInt(1);
            out.writeInt(plausible ? length : random.nextInt());
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            out.writeBytes(bytes);
        }
        return out.writeZero(ExchangeProtocol.HEADER);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }
}
