package io.weir.runtime.network.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.network.Barrier;
import io.weir.runtime.network.BytesFrame;
import io.weir.runtime.network.EndOfInput;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.IdleStatus;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.network.PartitionFeeder;
import io.weir.runtime.network.Wakeup;
import io.weir.runtime.network.Watermark;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.RecordingLeakDetector;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes' ends of exchanges in one, with real sockets between them. */
@Timeout(180)
class NettyExchangeTest {
    private static final int WINDOW = 1 << 20;

    private final ExchangeProcess producer =
            new ExchangeProcess(ExchangeProcess.settings(WINDOW), ExchangeProcess.SECRET);
    private final ExchangeProcess consumer =
            new ExchangeProcess(ExchangeProcess.settings(WINDOW), ExchangeProcess.SECRET);
    private final Wakeup wakeup = new Wakeup();
    private InputGate gate = new InputGate(1, wakeup);

    @AfterAll
    static void allBuffersCameBack() {
        RecordingLeakDetector.assertNoLeaks();
    }

    @AfterEach
    void allComesBack() {
        gate.close();
        consumer.close();
        producer.close();
        await(() -> consumer.buffers.outstanding() == 0 && producer.buffers.outstanding() == 0);
    }

    @Test
    void allKindsOfFramesArriveInOrder() {
        PartitionFeeder feeder = connect(0);
        Random random = new Random(5);
        Random expected = new Random(5);
        for (int i = 0; i < 500; i++) {
            feeder.add(data(random, i));
            feeder.add(new Watermark(i));
            feeder.add(new IdleStatus(i % 2 == 0));
            feeder.add(barrier(i));
            assertSame((BytesFrame) poll(), data(expected, i));
            assertThat(poll()).isEqualTo(new Watermark(i));
            assertThat(poll()).isEqualTo(new IdleStatus(i % 2 == 0));
            assertThat(poll()).isEqualTo(barrier(i));
        }
        feeder.add(EndOfInput.INSTANCE);
        assertThat(poll()).isEqualTo(EndOfInput.INSTANCE);
        assertThat(gate.isFinished()).isTrue();
        await(() -> producer.partitions.size() == 0);
    }

    private static Barrier barrier(int i) {
        CheckpointKind[] kinds = CheckpointKind.values();
        return new Barrier(new CheckpointTrigger(
                i, -i, kinds[i % kinds.length], "file:/tmp/\u00e4".repeat(i), i % 3 == 0, i % 2 == 0 ? -1 : i));
    }

    @Test
    void manyChannelsShareOneConnection() throws Exception {
        int channels = 20;
        gate = new InputGate(channels, wakeup);
        for (int channel = 0; channel < channels; channel++) {
            gate.connect(channel, producer.source(channel, 0), consumer.client);
        }
        // The producers come later than their consumer.
        Thread[] feeding = new Thread[channels];
        for (int channel = 0; channel < channels; channel++) {
            PartitionFeeder feeder = register(channel);
            int part = channel;
            feeding[channel] = new Thread(() -> {
                Random random = new Random(part);
                for (int i = 0; i < 100; i++) {
                    feeder.add(data(random, i));
                }
                feeder.add(EndOfInput.INSTANCE);
            });
            feeding[channel].start();
        }
        Random[] expected = new Random[channels];
        int[] next = new int[channels];
        Arrays.setAll(expected, Random::new);
        while (!gate.isFinished()) {
            if (poll() instanceof BytesFrame frame) {
                int channel = gate.channel();
                assertSame(frame, data(expected[channel], next[channel]++));
            }
        }
        assertThat(next).containsOnly(100);
        for (Thread thread : feeding) {
            thread.join();
        }
    }

    @Test
    void aRecordOf64MegabytesPasses() {
        PartitionFeeder feeder = connect(0);
        byte[] large = new byte[64 << 20];
        new Random(1).nextBytes(large);
        byte[] sent = producer.buffers.take(large.length);
        System.arraycopy(large, 0, sent, 0, large.length);
        feeder.add(new BytesFrame(sent, sent.length, 1, false, producer.buffers));
        feeder.add(new Watermark(1));
        BytesFrame arrived = (BytesFrame) poll();
        assertThat(Arrays.equals(arrived.bytes(), large)).isTrue();
        arrived.release();
        gate.consumed(large.length);
        assertThat(poll()).isEqualTo(new Watermark(1));
    }

    @Test
    void aSlowConsumerStopsTheSenderAtItsWindow() {
        PartitionFeeder feeder = connect(0);
        Random random = new Random(1);
        int capacity = 4;
        int sent = fillUp(feeder, random);
        long underWay = (long) sent * ExchangeProcess.FRAME;
        assertThat(underWay)
                .isGreaterThan(WINDOW)
                .isLessThanOrEqualTo(WINDOW + (capacity + 2L) * ExchangeProcess.FRAME);
        await(() -> consumer.buffers.outstanding() <= WINDOW / ExchangeProcess.FRAME + 1);
        // What it reads, and no more, comes after it.
        for (int i = 0; i < 24; i++) {
            readData();
        }
        int more = fillUp(feeder, random);
        assertThat(more).isBetween(16, 24 + 1);
        for (int i = 0; i < sent + more - 24; i++) {
            readData();
        }
    }

    @Test
    void aWaitingConsumerIsKnownToTheProducer() {
        PartitionFeeder feeder = connect(0);
        await(feeder::consumerWaits);
        feeder.add(data(new Random(1), 1));
        readData();
        // The gate is found empty: the credit leaves long before a quarter of the window is used up.
        assertThat(gate.poll()).isNull();
        await(feeder::consumerWaits);
    }

    @Test
    void cancelingReleasesEverything() {
        PartitionFeeder feeder = connect(0);
        Random random = new Random(1);
        fillUp(feeder, random);
        gate.close();
        await(() -> producer.partitions.size() == 0);
        assertThat(feeder.add(data(random, 1))).isFalse();
        await(() -> producer.buffers.outstanding() == 0 && consumer.buffers.outstanding() == 0);
        // The connection is as good as before.
        gate = new InputGate(1, wakeup);
        connect(1).add(EndOfInput.INSTANCE);
        assertThat(poll()).isEqualTo(EndOfInput.INSTANCE);
    }

    @Test
    void cancelingBeforeTheProducerComesWithdrawsTheRequest() {
        gate.connect(0, producer.source(0, 0), consumer.client);
        InputGate other = new InputGate(1, wakeup);
        other.connect(0, producer.source(1, 0), consumer.client);
        gate.close();
        register(1).add(EndOfInput.INSTANCE);
        gate = other;
        assertThat(poll()).isEqualTo(EndOfInput.INSTANCE);
        // The other request was withdrawn before this one was served, so nobody claims the partition.
        PartitionFeeder late = register(0);
        gate = new InputGate(1, wakeup);
        gate.connect(0, producer.source(0, 0), consumer.client);
        late.add(new Watermark(7));
        assertThat(poll()).isEqualTo(new Watermark(7));
    }

    @Test
    void losingTheProducersProcessFailsTheGateAndNamesIt() {
        PartitionFeeder feeder = connect(0);
        fillUp(feeder, new Random(1));
        producer.server.close();
        assertThatThrownBy(this::drain)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXCHANGE))
                .hasMessageContaining("TaskManager tm-1 at localhost:" + producer.server.port());
        await(() -> producer.buffers.outstanding() == 0);
    }

    @Test
    void losingTheConsumersProcessReleasesThePart() {
        PartitionFeeder feeder = connect(0);
        fillUp(feeder, new Random(1));
        consumer.client.close();
        await(() -> producer.partitions.size() == 0);
        assertThat(feeder.add(data(new Random(1), 1))).isFalse();
    }

    @Test
    void aRefusalReachesTheTask() {
        connect(0).add(new Watermark(1));
        assertThat(poll()).isEqualTo(new Watermark(1));
        InputGate second = new InputGate(1, wakeup);
        second.connect(0, producer.source(0, 0), consumer.client);
        await(second::hasFrames);
        assertThatThrownBy(second::poll).isInstanceOf(WeirException.class).hasMessageContaining("being read already");
        second.close();
    }

    @Test
    void anUnreachableProducerFailsTheGate() {
        producer.close();
        gate.connect(0, producer.source(0, 0), consumer.client);
        await(gate::hasFrames);
        assertThatThrownBy(gate::poll)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXCHANGE))
                .hasMessageContaining("tm-1")
                .hasMessageContaining("refused");
    }

    @Test
    void anotherSecretIsNamed() {
        try (ExchangeProcess stranger =
                new ExchangeProcess(ExchangeProcess.settings(WINDOW), ClusterSecret.random(new SecureRandom()))) {
            gate.connect(0, producer.source(0, 0), stranger.client);
            await(gate::hasFrames);
            assertThatThrownBy(gate::poll).hasMessageContaining("secret");
        }
    }

    /** Makes a partition with one part and connects the gate to it. */
    private PartitionFeeder connect(int output) {
        gate.connect(0, producer.source(output, 0), consumer.client);
        return register(output);
    }

    private PartitionFeeder register(int output) {
        return PartitionFeeder.register(producer.partitions, ExchangeProcess.partition(output), 4);
    }

    /** Adds full frames until the sender has stopped; returns how many. */
    private int fillUp(PartitionFeeder feeder, Random random) {
        int added = 0;
        long lastChange = System.nanoTime();
        while (System.nanoTime() - lastChange < TimeUnit.MILLISECONDS.toNanos(500)) {
            Frame frame = full(random);
            if (feeder.offer(frame)) {
                added++;
                lastChange = System.nanoTime();
            } else {
                frame.release();
                LockSupport.parkNanos(100_000);
            }
        }
        return added;
    }

    private BytesFrame full(Random random) {
        byte[] bytes = producer.buffers.take();
        bytes[0] = (byte) random.nextInt();
        return new BytesFrame(bytes, ExchangeProcess.FRAME, 1, false, producer.buffers);
    }

    private BytesFrame data(Random random, int records) {
        byte[] bytes = new byte[1 + random.nextInt(3 * ExchangeProcess.FRAME)];
        random.nextBytes(bytes);
        byte[] pooled = producer.buffers.take(bytes.length);
        System.arraycopy(bytes, 0, pooled, 0, bytes.length);
        return new BytesFrame(pooled, bytes.length, records + 1, random.nextBoolean(), producer.buffers);
    }

    private void assertSame(BytesFrame arrived, BytesFrame expected) {
        assertThat(arrived.length()).isEqualTo(expected.length());
        assertThat(Arrays.equals(arrived.bytes(), 0, arrived.length(), expected.bytes(), 0, expected.length()))
                .isTrue();
        assertThat(arrived.records()).isEqualTo(expected.records());
        assertThat(arrived.timestamped()).isEqualTo(expected.timestamped());
        int length = arrived.length();
        arrived.release();
        expected.release();
        gate.consumed(length);
    }

    private void readData() {
        BytesFrame frame = (BytesFrame) poll();
        int length = frame.length();
        frame.release();
        gate.consumed(length);
    }

    /** Reads frames until the gate fails. */
    private void drain() {
        for (int i = 0; i < 1000; i++) {
            Frame frame = poll();
            if (frame != null) {
                frame.release();
            }
        }
    }

    private Frame poll() {
        await(gate::hasFrames);
        return gate.poll();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }
}
