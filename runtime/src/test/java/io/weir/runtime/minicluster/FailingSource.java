package io.weir.runtime.minicluster;

import io.weir.connector.Boundedness;
import io.weir.connector.InputStatus;
import io.weir.connector.ReaderOutput;
import io.weir.connector.SimpleVersionedSerializer;
import io.weir.connector.Source;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import io.weir.connector.SourceSplit;
import io.weir.connector.SplitEnumerator;
import io.weir.connector.SplitEnumeratorContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A source whose enumerator fails with the first request, on a thread for slow things. */
final class FailingSource implements Source<Long, SourceSplit, String> {
    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<SourceSplit, String> createEnumerator(SplitEnumeratorContext<SourceSplit> context) {
        return new Enumerator(context);
    }

    @Override
    public SplitEnumerator<SourceSplit, String> restoreEnumerator(
            SplitEnumeratorContext<SourceSplit> context, String state) {
        return new Enumerator(context);
    }

    @Override
    public SourceReader<Long, SourceSplit> createReader(SourceReaderContext context) {
        return new Reader(context);
    }

    @Override
    public SimpleVersionedSerializer<SourceSplit> getSplitSerializer() {
        return null;
    }

    @Override
    public SimpleVersionedSerializer<String> getEnumeratorCheckpointSerializer() {
        return null;
    }

    /** Fails. */
    private record Enumerator(SplitEnumeratorContext<SourceSplit> context)
            implements SplitEnumerator<SourceSplit, String> {
        @Override
        public void start() {
            // It fails later.
        }

        @Override
        public void handleSplitRequest(int subtaskId, String requesterHostname) {
            context.callAsync(
                    () -> {
                        throw new IllegalArgumentException("no splits here");
                    },
                    (result, failure) -> {
                        throw (IllegalArgumentException) failure;
                    });
        }

        @Override
        public void addSplitsBack(List<SourceSplit> splits, int subtaskId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addReader(int subtaskId) {
            // Readers ask.
        }

        @Override
        public String snapshotState(long checkpointId) {
            return "";
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** Waits for a split in vain. */
    private record Reader(SourceReaderContext context) implements SourceReader<Long, SourceSplit> {
        @Override
        public void start() {
            context.sendSplitRequest();
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            return InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        public List<SourceSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return new CompletableFuture<>();
        }

        @Override
        public void addSplits(List<SourceSplit> splits) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void notifyNoMoreSplits() {
            // It waits all the same.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
