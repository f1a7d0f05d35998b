package io.weir.runtime.network;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads one part of a {@link SpilledPartition} once. The consumer's thread owns it; any may abandon it. */
final class SpilledPartReader implements FrameSource {
    private final SpilledFile file;
    private final SpilledIndex index;
    private final BufferPool buffers;
    private int next;

    /** Set by whoever ends its life first. */
    private final AtomicBoolean done = new AtomicBoolean();

    /**
     * Creates a reader at the first frame.
     *
     * @param file the file, which the reader lets go of
     * @param index where the part's frames are in it
     * @param buffers where arrays come from
     */
    SpilledPartReader(SpilledFile file, SpilledIndex index, BufferPool buffers) {
        this.file = file;
        this.index = index;
        this.buffers = buffers;
    }

    @Override
    public void setUrgentListener(Consumer<Barrier> listener) {
        // There are no barriers.
    }

    @Override
    public void setListener(Runnable listener, BooleanSupplier waits) {
        listener.run(); // at the least, the end is there
    }

    @Override
    public Frame poll() {
        int number = next++;
        Frame known = withoutFile(number);
        return known != null ? known : index.read(number, file, buffers);
    }

    @Override
    public Frame pollToSend() {
        int number = next++;
        Frame known = withoutFile(number);
        return known != null ? known : index.refer(number, file);
    }

    private Frame withoutFile(int number) {
        if (number >= index.size()) {
            abandon();
            return EndOfInput.INSTANCE;
        }
        return index.control(number);
    }

    @Override
    public boolean hasMore() {
        return next <= index.size();
    }

    @Override
    public boolean isUrgent() {
        return false;
    }

    @Override
    public List<Frame> queued() {
        return List.of();
    }

    @Override
    public void abandon() {
        if (done.compareAndSet(false, true)) {
            file.release();
        }
    }
}
