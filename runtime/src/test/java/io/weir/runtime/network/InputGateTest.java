package io.weir.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputGateTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final BufferPool buffers = new BufferPool(1024, 4);
    private final PartitionRegistry registry = new PartitionRegistry(buffers, timer, Duration.ofMinutes(1));
    private final PartitionId id = new PartitionId(new ExecutionId(JobId.random(), new VertexId("ab"), 0, 0), 0);
    private final InputSpec.ChannelSource source =
            new InputSpec.ChannelSource(id, 0, new TaskManagerLocation(new TaskManagerId("here"), "localhost", 0));
    private final Wakeup wakeup = new Wakeup();

    @AfterEach
    void close() {
        registry.close();
        timer.shutdownNow();
        assertThat(buffers.outstanding()).isZero();
    }

    private BytesFrame frame() {
        return new BytesFrame(buffers.take(), 10, 1, false, buffers);
    }

    @Test
    void channelsTakeTurnsAndKeepTheirOrder() {
        InputGate gate = new InputGate(3, wakeup);
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < 3; i++) {
                gate.offer(channel, new Watermark(channel * 10L + i));
            }
        }
        List<Long> order = new ArrayList<>();
        for (Frame frame = gate.poll(); frame != null; frame = gate.poll()) {
            long timestamp = ((Watermark) frame).timestamp();
            assertThat(gate.channel()).isEqualTo((int) timestamp / 10);
            order.add(timestamp);
        }
        assertThat(order).containsExactly(0L, 10L, 20L, 1L, 11L, 21L, 2L, 12L, 22L);
        assertThat(gate.hasFrames()).isFalse();
    }

    @Test
    void aPartOfThisProcessIsReadWhereItLies() {
        InputGate gate = new InputGate(1, wakeup);
        gate.connect(0, source, registry);
        ResultPartition partition = new ResultPartition(id, 1, 2, new Wakeup());
        registry.register(partition);
        Subpartition part = partition.subpartitions().get(0);
        part.add(frame());
        part.announce();
        part.add(EndOfInput.INSTANCE);
        assertThat(part.hasRoom()).isFalse();
        gate.poll().release();
        assertThat(part.hasRoom()).isTrue();
        assertThat(gate.isFinished()).isFalse();
        assertThat(gate.poll()).isEqualTo(EndOfInput.INSTANCE);
        assertThat(gate.isFinished()).isTrue();
        assertThat(registry.size()).isZero();
    }

    @Test
    void theFirstFailureIsThrown() {
        InputGate gate = new InputGate(2, wakeup);
        gate.fail(1, new WeirException(ErrorCode.EXCHANGE, "first"));
        gate.fail(0, new WeirException(ErrorCode.EXCHANGE, "second"));
        assertThat(gate.hasFrames()).isTrue();
        assertThatThrownBy(gate::poll).hasMessage("first");
        gate.close();
    }

    @Test
    void closingReleasesWhatWaitsAndWhatComes() {
        InputGate gate = new InputGate(2, wakeup);
        AtomicInteger canceled = new AtomicInteger();
        gate.connect(0, source, (channelSource, target, channel) -> new ChannelCredit() {
            @Override
            public void consumed(int bytes) {}

            @Override
            public void waits() {}

            @Override
            public void cancel() {
                canceled.incrementAndGet();
            }
        });
        gate.offer(0, frame());
        gate.close();
        assertThat(buffers.outstanding()).isZero();
        gate.offer(0, frame());
        assertThat(buffers.outstanding()).isZero();
        assertThat(canceled).hasValue(1);
    }

    @Test
    void aPartThatComesAfterClosingIsLetGo() {
        InputGate gate = new InputGate(1, wakeup);
        gate.connect(0, source, registry);
        gate.close();
        ResultPartition partition = new ResultPartition(id, 1, 2, new Wakeup());
        registry.register(partition);
        // The request was withdrawn: the part is there for another attempt.
        assertThat(partition.subpartitions().get(0).claim()).isTrue();
    }

    @Test
    void aPartThatWasReleasedGivesNothingMore() {
        InputGate gate = new InputGate(1, wakeup);
        gate.connect(0, source, registry);
        ResultPartition partition = new ResultPartition(id, 1, 2, new Wakeup());
        registry.register(partition);
        Subpartition part = partition.subpartitions().get(0);
        part.add(frame());
        partition.release();
        part.add(frame());
        assertThat(gate.poll()).isNull();
        assertThat(part.isReleased()).isTrue();
        assertThat(part.hasRoom()).isFalse();
        gate.close();
    }
}
