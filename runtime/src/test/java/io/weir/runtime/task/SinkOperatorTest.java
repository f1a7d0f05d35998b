package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.Committer;
import io.weir.connector.CommittingSinkWriter;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Sink;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.StatefulSinkWriter;
import io.weir.connector.SupportsCommitter;
import io.weir.connector.SupportsWriterState;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.SinkOperator;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.timers.ManualProcessingTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sink with writer and committer, through checkpoints and failures. */
class SinkOperatorTest {
    private static final long NO_TIME = Long.MIN_VALUE;

    private final Ledger ledger = new Ledger();
    private final ManualProcessingTime time = new ManualProcessingTime();

    /** What the sinks of a test have done, and how their next commits go. The test's thread owns it. */
    private static final class Ledger {
        final List<String> events = new ArrayList<>();
        final List<String> committed = new ArrayList<>();
        int failingCommits;
        int retriedCommits;
        boolean hopeless;
    }

    /** A sink that commits what its writers count. */
    private record LedgerSink(Ledger ledger)
            implements Sink<String>, SupportsCommitter<String>, SupportsWriterState<String, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public LedgerWriter createWriter(SinkWriterContext context) {
            ledger.events.add("writer");
            return new LedgerWriter(0, ledger);
        }

        @Override
        public LedgerWriter restoreWriter(SinkWriterContext context, Collection<Long> recovered) {
            ledger.events.add("writer after " + recovered);
            return new LedgerWriter(recovered.stream().mapToLong(count -> count).sum(), ledger);
        }

        @Override
        public Committer<String> createCommitter(SinkWriterContext context) {
            return requests -> {
                ledger.events.add("commit "
                        + requests.stream()
                                .map(Committer.CommitRequest::getCommittable)
                                .toList());
                if (ledger.failingCommits > 0) {
                    ledger.failingCommits--;
                    throw new IOException("the ledger is closed");
                }
                for (Committer.CommitRequest<String> request : requests) {
                    if (ledger.hopeless) {
                        request.signalFailedWithKnownReason(new IOException("the page is torn out"));
                    } else if (ledger.retriedCommits > 0) {
                        ledger.retriedCommits--;
                        request.updateAndRetryLater(request.getCommittable() + "*");
                    } else {
                        ledger.committed.add(request.getCommittable() + (request.mayBeCommitted() ? "?" : ""));
                    }
                }
            };
        }

        @Override
        public SimpleVersionedSerializer<String> getCommittableSerializer() {
            return new SimpleVersionedSerializer<>() {
                @Override
                public int getVersion() {
                    return 7;
                }

                @Override
                public byte[] serialize(String value) {
                    return value.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String deserialize(int version, byte[] bytes) {
                    assertThat(version).isEqualTo(7);
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            };
        }

        @Override
        public SimpleVersionedSerializer<Long> getWriterStateSerializer() {
            return new SimpleVersionedSerializer<>() {
                @Override
                public int getVersion() {
                    return 3;
                }

                @Override
                public byte[] serialize(Long value) {
                    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
                }

                @Override
                public Long deserialize(int version, byte[] bytes) {
                    assertThat(version).isEqualTo(3);
                    return ByteBuffer.wrap(bytes).getLong();
                }
            };
        }
    }

    /** Joins what is written between two checkpoints to one committable, and counts. */
    private static final class LedgerWriter
            implements CommittingSinkWriter<String, String>, StatefulSinkWriter<String, Long> {
        private final Ledger ledger;
        private final List<String> lines = new ArrayList<>();
        private long count;

        LedgerWriter(long count, Ledger ledger) {
            this.count = count;
            this.ledger = ledger;
        }

        @Override
        public void write(String value, long timestamp) {
            lines.add(count++ + value);
        }

        @Override
        public void flush(boolean endOfInput) {
            ledger.events.add("flush " + endOfInput);
        }

        @Override
        public Collection<String> prepareCommit() {
            List<String> ready = lines.isEmpty() ? List.of() : List.of(String.join("+", lines));
            lines.clear();
            return ready;
        }

        @Override
        public List<Long> snapshotState(long checkpointId) {
            return List.of(count);
        }

        @Override
        public void close() {
            ledger.events.add("close");
        }
    }

    private LoneOperator<String, Void> open(OperatorImage image) throws Exception {
        Output<Void> nowhere = new Output<>() {
            @Override
            public void collect(Void value, long timestamp) {
                throw new AssertionError("a sink emits nothing");
            }

            @Override
            public void watermark(long timestamp) {
                throw new AssertionError("a sink emits nothing");
            }

            @Override
            public void idle(boolean idle) {
                throw new AssertionError("a sink emits nothing");
            }
        };
        LoneOperator<String, Void> operator = new LoneOperator<>(
                new LoneOperator.Place("sink", 1, 128, 0, image),
                new SinkOperator.Spec<>(new LedgerSink(ledger)),
                time,
                nowhere,
                tag -> null);
        operator.open();
        return operator;
    }

    @Test
    void commitsWhatACheckpointKnowsOnceItIsComplete() throws Exception {
        LoneOperator<String, Void> sink = open(OperatorImage.EMPTY);
        sink.input().collect("a", NO_TIME);
        sink.input().collect("b", NO_TIME);
        sink.capture(1);
        sink.input().collect("c", NO_TIME);
        sink.capture(2);
        sink.input().collect("d", NO_TIME);
        assertThat(ledger.committed).isEmpty();
        sink.checkpointCompleted(1);
        assertThat(ledger.committed).containsExactly("0a+1b");
        sink.capture(3);
        sink.checkpointCompleted(3);
        assertThat(ledger.committed).as("3 stands for 2 too").containsExactly("0a+1b", "2c", "3d");
        sink.checkpointCompleted(4);
        sink.close();
        assertThat(ledger.committed).hasSize(3);
    }

    @Test
    void commitsWhatWasLeftBeforeItsWriterBegins() throws Exception {
        LoneOperator<String, Void> failing = open(OperatorImage.EMPTY);
        failing.input().collect("a", NO_TIME);
        failing.capture(1);
        failing.input().collect("b", NO_TIME);
        OperatorImage image = failing.capture(2);
        failing.input().collect("lost", NO_TIME);
        failing.close();
        ledger.events.clear();

        LoneOperator<String, Void> next = open(image);
        assertThat(ledger.events).containsExactly("commit [0a, 1b]", "writer after [2]");
        assertThat(ledger.committed).containsExactly("0a?", "1b?");
        next.input().collect("c", NO_TIME);
        next.capture(3);
        next.checkpointCompleted(3);
        assertThat(ledger.committed).containsExactly("0a?", "1b?", "2c");
        next.close();
    }

    @Test
    void keepsWhatItHasFinishedWithForTheLastCheckpoint() throws Exception {
        LoneOperator<String, Void> sink = open(OperatorImage.EMPTY);
        assertThat(sink.awaitsCheckpoint()).isFalse();
        sink.input().collect("a", NO_TIME);
        sink.finish();
        assertThat(sink.awaitsCheckpoint()).isTrue();
        sink.checkpointCompleted(1);
        assertThat(ledger.committed).as("1 does not know of it").isEmpty();
        ledger.events.clear();
        OperatorImage image = sink.capture(2);
        assertThat(ledger.events).as("nothing is written after the end").isEmpty();
        sink.checkpointCompleted(2);
        assertThat(ledger.committed).containsExactly("0a");
        assertThat(sink.awaitsCheckpoint()).isFalse();
        sink.close();

        LoneOperator<String, Void> again = open(image);
        assertThat(again.awaitsCheckpoint()).isFalse();
        assertThat(ledger.committed).containsExactly("0a", "0a?");
        again.close();
    }

    @Test
    void commitsAtTheEndOfAJobWithoutCheckpoints() throws Exception {
        LoneOperator<String, Void> sink = open(OperatorImage.EMPTY);
        sink.input().collect("a", NO_TIME);
        sink.finish();
        sink.checkpointCompleted(Long.MAX_VALUE);
        assertThat(ledger.committed).containsExactly("0a");
        sink.close();
    }

    @Test
    void triesAgainAfterAWhile() throws Exception {
        LoneOperator<String, Void> sink = open(OperatorImage.EMPTY);
        sink.input().collect("a", NO_TIME);
        sink.capture(1);
        ledger.failingCommits = 1;
        ledger.retriedCommits = 1;
        sink.checkpointCompleted(1);
        sink.input().collect("b", NO_TIME);
        sink.capture(2);
        assertThat(ledger.committed).isEmpty();
        sink.advanceProcessingTime(99);
        assertThat(ledger.events)
                .filteredOn(event -> event.startsWith("commit"))
                .hasSize(1);
        sink.advanceProcessingTime(100);
        assertThat(ledger.committed).isEmpty();
        sink.advanceProcessingTime(300);
        assertThat(ledger.committed).as("2 is not complete").containsExactly("0a*?");
        sink.close();
    }

    @Test
    void failsInTheEnd() throws Exception {
        LoneOperator<String, Void> sink = open(OperatorImage.EMPTY);
        sink.input().collect("a", NO_TIME);
        OperatorImage image = sink.capture(1);
        ledger.failingCommits = 100;
        assertThatThrownBy(() -> {
                    sink.checkpointCompleted(1);
                    for (int i = 0; i < 20; i++) {
                        sink.advanceProcessingTime(i * 10_000L);
                    }
                })
                .hasMessageContaining("'sink' could not commit 1 of 1 pieces of output, such as 0a in 11 attempts:"
                        + " the ledger is closed");
        assertThat(ledger.events)
                .filteredOn(event -> event.startsWith("commit"))
                .hasSize(11);
        sink.close();

        assertThatThrownBy(() -> open(image)).hasMessageContaining("in 11 attempts");
        assertThat(ledger.events).as("no writer begins").endsWith("commit [0a]");
        ledger.failingCommits = 0;
        ledger.hopeless = true;
        assertThatThrownBy(() -> open(image)).hasMessageContaining("such as 0a: the page is torn out");
    }
}
