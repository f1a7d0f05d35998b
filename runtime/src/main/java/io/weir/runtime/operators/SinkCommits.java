package io.weir.runtime.operators;

import io.weir.connector.Committer;
import io.weir.connector.CommittingSinkWriter;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;
import io.weir.connector.SupportsCommitter;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a sink that waits for the checkpoint that knows of it, and is committed then. What was committed may be
 * committed again after a failure, because the job may go back to the checkpoint at which it was waiting.
 *
 * <p>Thread: the task's. Life: that of its operator; {@link #open} commits what the checkpoint knew that the task starts
 * from, before the writer begins.
 *
 * @param <C> what describes output that is ready to be published
 */
final class SinkCommits<C> {
    private static final Logger LOG = LoggerFactory.getLogger(SinkCommits.class);

    /** The number of output that no checkpoint knows of yet. */
    private static final long NO_CHECKPOINT = Long.MAX_VALUE - 1;

    private static final int MAX_RETRIES = 10;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final OperatorContext context;
    private final SupportsCommitter<C> sink;
    private final TreeMap<Long, List<CommitAttempt<C>>> waiting = new TreeMap<>();
    private Committer<C> committer;
    private ListState<byte[]> kept;
    private boolean retrying;

    SinkCommits(OperatorContext context, SupportsCommitter<C> sink) {
        this.context = context;
        this.sink = sink;
    }

    /** Commits what the checkpoint knew of that the task starts from: the job will not go back behind it. */
    void open(SinkWriterContext sinkContext) throws Exception {
        restore();
        committer = sink.createCommitter(sinkContext);
        // A pause between attempts is the restart strategy's: the writer must not begin before.
        while (!waiting.isEmpty()) {
            commitAll(NO_CHECKPOINT);
        }
    }

    /** Finds what had not been committed. */
    void restore() {
        kept = context.states().ofInstance().getListState(new ListStateDescriptor<>("weir.committables", byte[].class));
        for (byte[] element : kept.get()) {
            ByteBuffer bytes = ByteBuffer.wrap(element);
            long checkpointId = bytes.getLong();
            int version = bytes.getInt();
            byte[] serialized = new byte[bytes.remaining()];
            bytes.get(serialized);
            C committable = KeptVersions.read(
                    sink.getCommittableSerializer(),
                    version,
                    serialized,
                    "Output of '" + context.operatorName() + "' that waits to be committed");
            waiting.computeIfAbsent(checkpointId, none -> new ArrayList<>())
                    .add(new CommitAttempt<>(committable, true));
        }
    }

    /** Takes output over from the writer. */
    void takeFrom(SinkWriter<?> writer) throws IOException {
        Collection<C> committables = committing(writer).prepareCommit();
        if (!committables.isEmpty()) {
            List<CommitAttempt<C>> last = waiting.computeIfAbsent(NO_CHECKPOINT, none -> new ArrayList<>());
            committables.forEach(committable -> last.add(new CommitAttempt<>(committable, false)));
        }
    }

    @SuppressWarnings("unchecked") // the sink's own writer
    private CommittingSinkWriter<?, C> committing(SinkWriter<?> writer) {
        if (writer instanceof CommittingSinkWriter<?, ?>) {
            return (CommittingSinkWriter<?, C>) writer;
        }
        throw new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "The sink '" + context.operatorName() + "' commits, but the writer "
                        + writer.getClass().getName() + " is not a CommittingSinkWriter.");
    }

    /** Brings the state up to date: what no checkpoint knew of belongs to this one. */
    void capture(long checkpointId) throws IOException {
        List<CommitAttempt<C>> last = waiting.remove(NO_CHECKPOINT);
        if (last != null) {
            waiting.put(checkpointId, last);
        }
        List<byte[]> elements = new ArrayList<>();
        for (Map.Entry<Long, List<CommitAttempt<C>>> entry : waiting.entrySet()) {
            for (CommitAttempt<C> attempt : entry.getValue()) {
                byte[] serialized = sink.getCommittableSerializer().serialize(attempt.getCommittable());
                elements.add(ByteBuffer.allocate(Long.BYTES + Integer.BYTES + serialized.length)
                        .putLong(entry.getKey())
                        .putInt(sink.getCommittableSerializer().getVersion())
                        .put(serialized)
                        .array());
            }
        }
        kept.update(elements);
    }

    /** Commits what a checkpoint knew, which is complete. */
    void complete(long checkpointId) {
        commitAll(checkpointId);
        if (!retrying && !waiting.headMap(checkpointId, true).isEmpty()) {
            retryLater(checkpointId);
        }
    }

    private void retryLater(long checkpointId) {
        int retries = waiting.headMap(checkpointId, true).values().stream()
                .flatMap(List::stream)
                .mapToInt(CommitAttempt::getNumberOfRetries)
                .min()
                .orElse(1);
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.max(0, retries - 1));
        retrying = true;
        context.processingTime().schedule(context.processingTime().now() + pause, () -> {
            retrying = false;
            complete(checkpointId);
        });
    }

    /** Returns whether something waits to be committed. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Makes one attempt for all that is known to checkpoints up to this one; what has to be tried again stays. */
    private void commitAll(long checkpointId) {
        Map<Long, List<CommitAttempt<C>>> known = waiting.headMap(checkpointId, true);
        List<CommitAttempt<C>> attempts =
                known.values().stream().flatMap(List::stream).toList();
        if (attempts.isEmpty()) {
            return;
        }
        attempts.forEach(CommitAttempt::begin);
        try {
            committer.commit(List.copyOf(attempts));
        } catch (IOException e) {
            attempts.forEach(attempt -> attempt.failed(e));
        }
        known.values().forEach(ofOne -> ofOne.removeIf(CommitAttempt::isDone));
        known.values().removeIf(List::isEmpty);
        List<CommitAttempt<C>> left =
                known.values().stream().flatMap(List::stream).toList();
        if (!left.isEmpty()) {
            check(left, attempts.size());
        }
    }

    private void check(List<CommitAttempt<C>> left, int all) {
        CommitAttempt<C> worst = left.get(0);
        for (CommitAttempt<C> attempt : left) {
            boolean isWorse = attempt.isHopeless() && !worst.isHopeless()
                    || attempt.getNumberOfRetries() > worst.getNumberOfRetries();
            worst = isWorse ? attempt : worst;
        }
        String what = "'" + context.operatorName() + "' could not commit " + left.size() + " of " + all
                + " pieces of output, such as " + worst.getCommittable();
        if (worst.isHopeless() || worst.getNumberOfRetries() > MAX_RETRIES) {
            String tries = worst.isHopeless() ? "" : " in " + worst.getNumberOfRetries() + " attempts";
            throw new WeirException(
                    ErrorCode.STORAGE,
                    what + tries + worst.reason() + ". The output is kept, and committed when the job starts again from"
                            + " its last checkpoint.",
                    worst.cause());
        }
        LOG.info("{}{}; attempt {} follows.", what, worst.reason(), worst.getNumberOfRetries() + 1);
    }

    void close() throws IOException {
        if (committer != null) {
            Committer<C> toClose = committer;
            committer = null;
            toClose.close();
        }
    }
}
