package io.weir.runtime.network;

import io.weir.runtime.protocol.PartitionId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The part of a {@link ResultPartition} that one consumer reads. The producing task's thread fills it; one other thread
 * empties it: the consuming task's in the same process, else the event loop of the connection to the consumer.
 *
 * <p>A consumer claims it, sets a listener, and then polls whenever the listener ran until it gets null. Its life ends
 * when {@link EndOfInput} was polled, when the consumer abandons it or when the producer releases it.
 */
public final class Subpartition implements FrameSink, FrameSource {
    private final PartitionId partition;
    private final int index;
    private final int capacity;
    private final Wakeup producer;
    private final Runnable onDone;
    private final FrameQueue queue = new FrameQueue();

    /** Written by the registry's callers, one of which wins. */
    private final AtomicBoolean claimed = new AtomicBoolean();

    /** Set by whoever ends its life first: consumer or producer. */
    private final AtomicBoolean done = new AtomicBoolean();

    /** Written by the consumer once, read by the producer. */
    private volatile Consumer<Barrier> urgentListener = barrier -> {};

    /** Set by the producer before others see the part, read by the consumer; null if the producer does not want to know. */
    private volatile Consumer<Barrier> takenListener;

    /** Set by the producer before it adds the barrier, cleared by the consumer that takes it. */
    private volatile boolean urgent;

    /** Whether the last frames do not wait for the consumer. Set by the producer, read by the consumer. */
    private volatile boolean ended;

    /** Written by the consumer once, read by the producer. */
    private volatile BooleanSupplier consumerWaits = () -> false;

    /**
     * Creates a part without frames.
     *
     * @param partition what it is a part of
     * @param index its number
     * @param capacity how many frames may wait before the producer takes no further input
     * @param producer wakes the producing task when there is room again
     * @param onDone called once, when its life ends, by the thread that ends it
     */
    Subpartition(PartitionId partition, int index, int capacity, Wakeup producer, Runnable onDone) {
        this.partition = partition;
        this.index = index;
        this.capacity = capacity;
        this.producer = producer;
        this.onDone = onDone;
    }

    /** Returns what it is a part of. */
    public PartitionId partition() {
        return partition;
    }

    /** Returns its number. */
    public int index() {
        return index;
    }

    /** Reserves it for a consumer; the first call returns true, all others false. Any thread. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /**
     * Says how the consumer learns of frames. Called once, after claiming it.
     *
     * @param listener called by the producer's thread when there are frames after there were none, and when the part is
     *     released; called at once if that is so already
     * @param waits whether the consumer has read everything and waits for more; asked by the producer's thread, which
     *     then does not wait for a frame to fill up
     */
    @Override
    public void setListener(Runnable listener, BooleanSupplier waits) {
        consumerWaits = waits;
        queue.setListener(listener);
    }

    /**
     * Says how the consumer learns of a barrier that has overtaken all else, which it may want to know even if it takes no
     * frames for now. Called before {@link #setListener}.
     *
     * @param listener called by the producer's thread
     */
    @Override
    public void setUrgentListener(Consumer<Barrier> listener) {
        urgentListener = listener;
    }

    /**
     * Says how the producer learns that its consumer has taken a barrier, so that nothing can overtake any more. Called by
     * the producer, before others see the part.
     *
     * @param listener called by the consumer's thread
     */
    public void setTakenListener(Consumer<Barrier> listener) {
        takenListener = listener;
    }

    /** Returns whether a barrier waits, and who has appended it is told when it is taken. Producer's thread. */
    @Override
    public boolean holds(Barrier barrier) {
        return takenListener != null && queue.contains(barrier);
    }

    /**
     * Returns whether the next frame is not to wait for the consumer: a barrier that has overtaken all else, or one of the last.
     * Consumer's thread.
     */
    @Override
    public boolean isUrgent() {
        return urgent;
    }

    /** Removes the first frame, which the caller then owns. Returns null if there is none. Consumer's thread. */
    @Override
    public Frame poll() {
        Frame frame = queue.poll();
        if (frame instanceof Barrier barrier) {
            urgent = ended;
            if (takenListener != null) {
                takenListener.accept(barrier);
            }
        }
        if (frame != null && queue.size() == capacity >> 1) {
            producer.wake();
        }
        if (frame instanceof EndOfInput) {
            endOfLife();
        }
        return frame;
    }

    @Override
    public Frame pollToSend() {
        return poll();
    }

    /** Returns whether the last poll left frames behind; if not, the listener is called for the next. Consumer's thread. */
    @Override
    public boolean hasMore() {
        return queue.hasMore();
    }

    /** Returns whether it was abandoned or released before its end; no frame will come. Any thread. */
    @Override
    public boolean isReleased() {
        return queue.isClosed();
    }

    /**
     * Lets go of it before its end, because the consumer or the connection to it is gone. The producer then stands still
     * until it is canceled: only the JobManager knows what went wrong. Any thread; again does nothing.
     */
    @Override
    public void abandon() {
        queue.close();
        endOfLife();
    }

    /**
     * Takes over a full frame. The consumer is woken when there are some, so that it does not go to sleep after each:
     * a producer that stops for longer calls {@link #announce}. Producer's thread.
     */
    @Override
    public void add(Frame frame) {
        queue.add(frame, Math.max(1, capacity >> 1));
    }

    /**
     * Takes the end. If what waits before it is little, it does not wait for a consumer in another process: as no barrier
     * follows, checkpoints need the end to know what belongs to them. Producer's thread.
     *
     * @param little how many bytes are little
     */
    @Override
    public void end(long little) {
        ended = takenListener != null && queue.bytes() <= little;
        urgent = ended;
        add(EndOfInput.INSTANCE);
        if (ended) {
            queue.announceAgain(); // what the consumer knew of could not be sent
        } else {
            queue.announce();
        }
    }

    /** Takes all frames back that the consumer has not taken. Producer's thread. */
    @Override
    public List<Frame> takeBack() {
        return queue.takeBack();
    }

    /** Takes a barrier, to be followed by what was taken back before. Producer's thread. */
    @Override
    public void addUrgent(Barrier barrier) {
        urgent = true;
        queue.add(barrier, 1);
        urgentListener.accept(barrier);
    }

    /** Returns the frames that wait. Consumer's thread, in the same process. */
    @Override
    public List<Frame> queued() {
        return queue.queued();
    }

    /** Tells the consumer of all frames that wait. Producer's thread. */
    @Override
    public void announce() {
        queue.announce();
    }

    /** Returns how many frames wait. Any thread. */
    @Override
    public int size() {
        return queue.size();
    }

    /** Returns whether the producer may take further input. Producer's thread. */
    @Override
    public boolean hasRoom() {
        return queue.size() < capacity && !queue.isClosed();
    }

    /** Returns whether the consumer has read everything and waits. Producer's thread. */
    @Override
    public boolean consumerWaits() {
        return queue.size() == 0 && consumerWaits.getAsBoolean();
    }

    private void endOfLife() {
        if (done.compareAndSet(false, true)) {
            onDone.run();
        }
    }
}
