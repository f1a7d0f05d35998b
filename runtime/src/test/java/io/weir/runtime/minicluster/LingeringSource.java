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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A source without records whose enumerator has something to look for after the job has ended. */
final class LingeringSource implements Source<Long, SourceSplit, String> {
    // Set by the test; used by the coordinator thread, which shares the process with it.
    private static volatile CompletableFuture<ClassLoader> closing;
    private static volatile CountDownLatch done;

    static void reset() {
        closing = new CompletableFuture<>();
        done = new CountDownLatch(1);
    }

    /** Returns whether the enumerator finds a file of the program while it closes; lets it end. */
    static boolean seesAfterTheJob(String resource) throws Exception {
        try {
            return closing.get(30, TimeUnit.SECONDS).getResource(resource) != null;
        } finally {
            done.countDown();
        }
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<SourceSplit, String> createEnumerator(SplitEnumeratorContext<SourceSplit> context) {
        return new Enumerator();
    }

    @Override
    public SplitEnumerator<SourceSplit, String> restoreEnumerator(
            SplitEnumeratorContext<SourceSplit> context, String state) {
        return new Enumerator();
    }

    @Override
    public SourceReader<Long, SourceSplit> createReader(SourceReaderContext context) {
        return new Reader();
    }

    @Override
    public SimpleVersionedSerializer<SourceSplit> getSplitSerializer() {
        return null;
    }

    @Override
    public SimpleVersionedSerializer<String> getEnumeratorCheckpointSerializer() {
        return null;
    }

    /** Stays until the test has looked. */
    private static final class Enumerator implements SplitEnumerator<SourceSplit, String> {
        @Override
        public void start() {
            // There are no splits.
        }

        @Override
        public void handleSplitRequest(int subtaskId, String requesterHostname) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addSplitsBack(List<SourceSplit> splits, int subtaskId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addReader(int subtaskId) {
            // It asks for nothing.
        }

        @Override
        public String snapshotState(long checkpointId) {
            return "";
        }

        @Override
        public void close() {
            closing.complete(Thread.currentThread().getContextClassLoader());
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has nothing to read. */
    private static final class Reader implements SourceReader<Long, SourceSplit> {
        @Override
        public void start() {
            // There are no splits.
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            return InputStatus.END_OF_INPUT;
        }

        @Override
        public List<SourceSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addSplits(List<SourceSplit> splits) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void notifyNoMoreSplits() {
            // It has ended already.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
