package io.weir.runtime.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.BYTE_ARRAY;

import io.weir.execution.CollectedBatches;
import io.weir.runtime.failover.TaskInstance;
import io.weir.runtime.heartbeat.ManualHost;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CollectedResultsTest {
    private static final TaskInstance SENDER = new TaskInstance(new VertexId("v"), 0);
    private static final TaskInstance OTHER = new TaskInstance(new VertexId("v"), 1);

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final ManualHost host = new ManualHost();
    private final ResultExchange exchange = new ResultExchange(host::schedule, List.of("r"));

    private static byte[] batch(int size) {
        return new byte[size];
    }

    @Test
    void theClientWaitsForABatch() {
        CompletableFuture<CollectedBatches> fetch = exchange.fetch("r", 0, WAIT);
        assertThat(fetch).isNotDone();
        byte[] batch = batch(3);
        assertThat(send("r", batch)).isCompletedWithValue(true);
        assertThat(fetch.join().batches()).containsExactly(batch);
        assertThat(fetch.join().last()).isFalse();
    }

    @Test
    void theClientDoesNotWaitForEver() {
        CompletableFuture<CollectedBatches> fetch = exchange.fetch("r", 0, WAIT);
        host.advance(WAIT);
        assertThat(fetch.join().batches()).isEmpty();
        assertThat(fetch.join().last()).isFalse();
    }

    @Test
    void anAnswerThatWasLostIsGivenAgain() {
        byte[] batch = batch(3);
        send("r", batch);
        assertThat(exchange.fetch("r", 0, WAIT).join().batches()).containsExactly(batch);
        assertThat(exchange.fetch("r", 0, WAIT).join().batches()).containsExactly(batch);
        CompletableFuture<CollectedBatches> next = exchange.fetch("r", 1, WAIT);
        assertThat(next).isNotDone();
        assertThatThrownBy(() -> exchange.fetch("r", 0, WAIT).join()).hasMessageContaining("batches 1 to 1");
        CompletableFuture<CollectedBatches> beyond = exchange.fetch("r", 2, WAIT);
        assertThatThrownBy(beyond::join).hasCauseInstanceOf(WeirException.class);
    }

    @Test
    void aTaskWaitsForRoomAndIsToldWhenThereIsNone() {
        int size = (int) CollectedResults.CAPACITY;
        assertThat(send("r", batch(size))).isCompletedWithValue(true);
        CompletableFuture<Boolean> second = send("r", batch(1));
        assertThat(second).isNotDone();
        host.advance(WAIT);
        assertThat(second).isCompletedWithValue(false);
        CompletableFuture<Boolean> again = send("r", batch(1));
        assertThat(send("other", batch(1))).isCompletedWithValue(true);
        exchange.fetch("r", 0, WAIT);
        assertThat(again).as("fetched, but perhaps not received").isNotDone();
        exchange.fetch("r", 1, WAIT);
        assertThat(again).isCompletedWithValue(true);
    }

    @Test
    void aBatchOfAnySizeGetsThrough() {
        assertThat(send("r", batch((int) CollectedResults.CAPACITY + 1))).isCompletedWithValue(true);
    }

    @Test
    void theEndIsToldToWhoWaits() {
        CompletableFuture<CollectedBatches> fetch = exchange.fetch("r", 0, WAIT);
        exchange.end();
        assertThat(fetch.join().last()).isTrue();
    }

    @Test
    void whatWasNotFetchedIsKept() {
        byte[] batch = batch(3);
        send("r", batch);
        CollectedResults results = exchange.end();
        assertThat(results.areTaken()).isFalse();
        CollectedBatches fetched = results.fetch("r", 0);
        assertThat(fetched.batches()).containsExactly(batch);
        assertThat(fetched.last()).isTrue();
        assertThat(results.areTaken()).isTrue();
        assertThatThrownBy(() -> results.fetch("r", 5))
                .isInstanceOfSatisfying(WeirException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void anEmptyResultWaitsForItsClientToo() {
        CollectedResults results = exchange.end();
        assertThat(results.areTaken()).isFalse();
        assertThat(results.fetch("r", 0).last()).isTrue();
        assertThat(results.areTaken()).isTrue();
    }

    @Test
    void whoAsksAfterTheEndGetsNothingHere() {
        send("r", batch(3));
        CollectedResults results = exchange.end();
        assertThat(exchange.fetch("r", 0, WAIT)).isCompletedExceptionally();
        assertThat(results.areTaken()).as("what that call was not given").isFalse();
    }

    @Test
    void manyBatchesComeInSeveralAnswers() {
        int size = 3 << 20;
        for (int i = 0; i < 5; i++) {
            assertThat(send("r", batch(size))).isCompletedWithValue(true);
        }
        CollectedResults results = exchange.end();
        assertThat(results.fetch("r", 0).batches()).hasSize(2);
        assertThat(results.fetch("r", 2).last()).isFalse();
        assertThat(results.fetch("r", 4).last()).isTrue();
    }

    /** A timer that stays would hold on to its batch for seconds: at full speed that is a lot of memory. */
    @Test
    void aCallThatWasAnsweredLeavesNoTimer() {
        int size = (int) CollectedResults.CAPACITY;
        send("r", batch(size));
        CompletableFuture<Boolean> second = send("r", batch(1));
        assertThat(host.alarms()).isEqualTo(1);
        exchange.fetch("r", 1, WAIT);
        assertThat(second).isCompletedWithValue(true);
        assertThat(host.alarms()).isZero();
    }

    private CompletableFuture<Boolean> send(String result, byte[] batch) {
        return exchange.send(result, SENDER, batch, () -> true);
    }

    @Test
    void whatTheClientHasNotGotCanBeForgotten() {
        send("r", batch(1));
        exchange.send("r", OTHER, batch(2), () -> true);
        assertThat(exchange.canForget(Set.of(SENDER))).isTrue();
        exchange.forget(Set.of(SENDER));
        assertThat(exchange.fetch("r", 0, WAIT).join().batches())
                .singleElement()
                .asInstanceOf(BYTE_ARRAY)
                .hasSize(2);
        assertThat(exchange.canForget(Set.of(SENDER))).isTrue();
        assertThat(exchange.canForget(Set.of(OTHER))).isFalse();
    }

    @Test
    void aBatchOfATaskThatWasCanceledWhileItWaitedIsDropped() {
        AtomicBoolean wanted = new AtomicBoolean(true);
        send("r", batch((int) CollectedResults.CAPACITY));
        CompletableFuture<Boolean> late = exchange.send("r", OTHER, batch(2), wanted::get);
        assertThat(late).isNotDone();
        wanted.set(false);
        exchange.forget(Set.of(SENDER));
        assertThat(late).isCompletedWithValue(true);
        assertThat(exchange.end().fetch("r", 0).batches()).isEmpty();
    }
}
