package io.weir.examples.util;

import io.weir.connector.Boundedness;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import io.weir.connector.SplitListSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The transfers of a day, in parts that are read side by side, each in order of time. What a reader keeps at a checkpoint
 * are the numbers that come next, so that it goes on there after a failure. Immutable.
 *
 * @param transfers how many there are in the day
 * @param accounts how many accounts they go to
 * @param perSecond how many are read in a second at most, by all readers; 0 for as many as can be
 */
public record TransferSource(long transfers, int accounts, long perSecond)
        implements Source<Transfer, TransferSplit, List<TransferSplit>> {
    private static final long serialVersionUID = 1L;

    /** How many parts there are, however many readers share them. */
    static final int PARTS = 8;

    private static final long DAY = Duration.ofDays(1).toMillis();

    /** Returns when a transfer was made, in milliseconds since midnight. */
    long timeOf(long number) {
        return (long) ((double) number / transfers * DAY);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<TransferSplit, List<TransferSplit>> createEnumerator(
            SplitEnumeratorContext<TransferSplit> context) {
        List<TransferSplit> all = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            all.add(new TransferSplit(part, part));
        }
        return new Enumerator(context, all);
    }

    @Override
    public SplitEnumerator<TransferSplit, List<TransferSplit>> restoreEnumerator(
            SplitEnumeratorContext<TransferSplit> context, List<TransferSplit> state) {
        return new Enumerator(context, state);
    }

    @Override
    public SourceReader<Transfer, TransferSplit> createReader(SourceReaderContext context) {
        return new TransferReader(this, context);
    }

    @Override
    public SimpleVersionedSerializer<TransferSplit> getSplitSerializer() {
        return new TransferSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<List<TransferSplit>> getEnumeratorCheckpointSerializer() {
        return new SplitListSerializer<>(getSplitSerializer());
    }

    /**
     * Gives each reader its share of the parts as soon as it asks, all at once: event time goes on with the part that is
     * most behind. Its state is what nobody has got. The enumerator's thread owns it.
     */
    private static final class Enumerator implements SplitEnumerator<TransferSplit, List<TransferSplit>> {
        private final SplitEnumeratorContext<TransferSplit> context;
        private final List<TransferSplit> waiting;

        Enumerator(SplitEnumeratorContext<TransferSplit> context, List<TransferSplit> waiting) {
            this.context = context;
            this.waiting = new ArrayList<>(waiting);
        }

        @Override
        public void start() {
            // Readers ask.
        }

        @Override
        public void handleSplitRequest(int subtaskId, String requesterHostname) {
            for (TransferSplit split : List.copyOf(waiting)) {
                if (split.index() % context.currentParallelism() == subtaskId) {
                    waiting.remove(split);
                    context.assignSplit(split, subtaskId);
                }
            }
            context.signalNoMoreSplits(subtaskId);
        }

        @Override
        public void addSplitsBack(List<TransferSplit> splits, int subtaskId) {
            waiting.addAll(splits);
        }

        @Override
        public void addReader(int subtaskId) {
            // Readers ask.
        }

        @Override
        public List<TransferSplit> snapshotState(long checkpointId) {
            return List.copyOf(waiting);
        }

        @Override
        public void close() {
            // Nothing is held that needs closing.
        }
    }
}
