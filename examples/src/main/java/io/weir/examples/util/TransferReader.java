package io.weir.examples.util;

import io.weir.connector.InputStatus;
import io.weir.connector.ReaderOutput;
import io.weir.connector.SourceOutput;
import io.weir.connector.SourceReader;
import io.weir.connector.SourceReaderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads its parts of the transfers side by side, a few transfers of each in turn. The task's thread owns it. */
final class TransferReader implements SourceReader<Transfer, TransferSplit> {
    private static final int BLOCK = 64;
    private static final long PAUSE_MILLIS = 2;

    private final TransferSource source;
    private final SourceReaderContext context;
    private final List<Part> parts = new ArrayList<>();
    private final long begin = System.nanoTime();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private boolean complete;
    private long emitted;

    /** Where it is in one part. */
    private static final class Part {
        private final TransferSplit split;
        private long next;

        Part(TransferSplit split) {
            this.split = split;
            this.next = split.next();
        }
    }

    TransferReader(TransferSource source, SourceReaderContext context) {
        this.source = source;
        this.context = context;
    }

    @Override
    public void start() {
        context.sendSplitRequest(); // also after a failure: the first checkpoint may have come before the answer
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Transfer> output) {
        if (!complete) {
            return InputStatus.NOTHING_AVAILABLE; // event time has to know of all parts before it goes on
        }
        if (parts.isEmpty()) {
            return InputStatus.END_OF_INPUT;
        }
        if (isAhead()) {
            available = new CompletableFuture<Void>().completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return InputStatus.NOTHING_AVAILABLE;
        }
        parts.forEach(part -> output.createOutputForSplit(part.split.splitId())); // before one of them tells the time
        for (Part part : List.copyOf(parts)) {
            emitBlock(part, output.createOutputForSplit(part.split.splitId()));
            if (part.next >= source.transfers()) {
                output.releaseOutputForSplit(part.split.splitId());
                parts.remove(part);
            }
        }
        return InputStatus.MORE_AVAILABLE;
    }

    /** Returns whether it has read more than its share of what may be read until now. */
    private boolean isAhead() {
        if (source.perSecond() == 0) {
            return false;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return emitted > seconds * source.perSecond() / context.getTaskInfo().getNumberOfParallelSubtasks();
    }

    private void emitBlock(Part part, SourceOutput<Transfer> output) {
        for (int i = 0; i < BLOCK && part.next < source.transfers(); i++) {
            output.collect(Transfer.make(part.next, source.accounts()), source.timeOf(part.next));
            part.next += TransferSource.PARTS;
            emitted++;
        }
    }

    @Override
    public List<TransferSplit> snapshotState(long checkpointId) {
        return parts.stream()
                .map(part -> new TransferSplit(part.split.index(), part.next))
                .toList();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<TransferSplit> splits) {
        splits.forEach(split -> parts.add(new Part(split)));
    }

    @Override
    public void notifyNoMoreSplits() {
        complete = true;
        available.complete(null);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
