package io.weir.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.PartitionId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionRegistryTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final BufferPool buffers = new BufferPool(1024, 4);
    private final PartitionRegistry registry = new PartitionRegistry(buffers, timer, Duration.ofMinutes(1));
    private final ExecutionId execution = new ExecutionId(JobId.random(), new VertexId("ab"), 0, 0);
    private final PartitionId id = new PartitionId(execution, 0);

    @AfterEach
    void close() {
        registry.close();
        timer.shutdownNow();
    }

    /** Takes the answer to a request. */
    private static final class Answer implements PartitionRequest {
        private final CompletableFuture<Subpartition> part = new CompletableFuture<>();

        @Override
        public void granted(FrameSource subpartition) {
            assertThat(part.complete((Subpartition) subpartition)).isTrue();
        }

        @Override
        public void refused(WeirException cause) {
            assertThat(part.completeExceptionally(cause)).isTrue();
        }

        WeirException refusal() throws Exception {
            try {
                throw new AssertionError("granted: " + part.get(30, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                return (WeirException) e.getCause();
            }
        }
    }

    private ResultPartition partition(int parts) {
        return new ResultPartition(id, parts, 2, new Wakeup());
    }

    private Answer request(int part) {
        Answer answer = new Answer();
        registry.request(id, part, answer);
        return answer;
    }

    private BytesFrame frame() {
        return new BytesFrame(buffers.take(), 10, 1, false, buffers);
    }

    @Test
    void aRequestWaitsForItsProducer() throws Exception {
        Answer early = request(1);
        assertThat(early.part).isNotDone();
        registry.register(partition(2));
        assertThat(early.part.get().index()).isEqualTo(1);
        assertThat(request(0).part.get().partition()).isEqualTo(id);
    }

    @Test
    void aPartIsReadOnce() throws Exception {
        registry.register(partition(1));
        request(0).part.get();
        assertThat(request(0).refusal()).hasMessageContaining("already");
    }

    @Test
    void aPartThatDoesNotExistIsRefused() throws Exception {
        registry.register(partition(1));
        assertThat(request(1).refusal().code()).isEqualTo(ErrorCode.EXCHANGE);
        assertThat(request(-1).refusal().code()).isEqualTo(ErrorCode.EXCHANGE);
    }

    @Test
    void aRequestGivesUpAfterItsTime() throws Exception {
        try (PartitionRegistry impatient = new PartitionRegistry(buffers, timer, Duration.ZERO)) {
            Answer answer = new Answer();
            impatient.request(id, 0, answer);
            assertThat(answer.refusal()).hasMessageContaining("did not start");
            ResultPartition late = partition(1);
            impatient.register(late);
            assertThat(late.subpartitions().get(0).claim()).isTrue();
        }
    }

    @Test
    void aWithdrawnRequestIsNotAnswered() {
        Answer answer = request(0);
        assertThat(registry.withdraw(id, answer)).isTrue();
        assertThat(registry.withdraw(id, answer)).isFalse();
        registry.register(partition(1));
        assertThat(answer.part).isNotDone();
    }

    @Test
    void aPartitionIsForgottenWhenItsLastPartWasRead() throws Exception {
        ResultPartition partition = partition(2);
        registry.register(partition);
        for (Subpartition part : partition.subpartitions()) {
            assertThat(registry.size()).isEqualTo(1);
            part.add(EndOfInput.INSTANCE);
            assertThat(part.poll()).isEqualTo(EndOfInput.INSTANCE);
        }
        assertThat(registry.size()).isZero();
    }

    @Test
    void aReleasedExecutionGivesItsArraysBack() {
        ResultPartition partition = partition(1);
        registry.register(partition);
        partition.subpartitions().get(0).add(frame());
        registry.release(new ExecutionId(execution.job(), execution.vertex(), 1, 0));
        assertThat(buffers.outstanding()).isEqualTo(1);
        registry.release(execution);
        assertThat(buffers.outstanding()).isZero();
        assertThat(registry.size()).isZero();
        // What still comes is dropped.
        partition.subpartitions().get(0).add(frame());
        assertThat(buffers.outstanding()).isZero();
    }

    @Test
    void closingRefusesWhatWaitsAndWhatComes() throws Exception {
        Answer waiting = request(0);
        registry.close();
        assertThat(waiting.refusal().code()).isEqualTo(ErrorCode.EXCHANGE);
        assertThat(request(0).refusal().code()).isEqualTo(ErrorCode.EXCHANGE);
        ResultPartition late = partition(1);
        registry.register(late);
        assertThat(late.subpartitions().get(0).isReleased()).isTrue();
        assertThat(registry.size()).isZero();
    }
}
