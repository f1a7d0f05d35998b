package io.weir.runtime.network;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The frames of one channel between the thread that fills it and the one that empties it. The listener learns that there
 * are frames; after that the consumer polls until there are none.
 *
 * <p>The lock is held for a few instructions once per frame; neither listener nor frames are called under it.
 */
final class FrameQueue {
    private static final Runnable NO_LISTENER = () -> {};

    private final Object lock = new Object();

    /** Guarded by the lock. */
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();

    /** Guarded by the lock. */
    private Runnable listener = NO_LISTENER;

    /** Whether the consumer knows that there are frames. Guarded by the lock. */
    private boolean announced;

    /** Written under the lock; read by producer and consumer without it. */
    private volatile boolean closed;

    /** Written under the lock; read by producer and consumer without it. */
    private volatile int size;

    /** Whether the last poll left frames behind. Consumer's thread only. */
    private boolean more;

    /**
     * Appends a frame, which the queue takes over; a closed queue releases it. Producer's thread.
     *
     * @param enough how many frames are worth waking the consumer; fewer wait for {@link #announce}
     */
    void add(Frame frame, int enough) {
        Runnable toCall;
        boolean dropped;
        synchronized (lock) {
            dropped = closed;
            if (!dropped) {
                frames.addLast(frame);
                size = frames.size();
            }
            toCall = takeAnnouncement(enough);
        }
        if (dropped) {
            frame.release();
        }
        toCall.run();
    }

    /** Removes all frames, which the caller then owns. Producer's thread. */
    List<Frame> takeBack() {
        synchronized (lock) {
            List<Frame> all = List.copyOf(frames);
            frames.clear();
            size = 0;
            return all;
        }
    }

    /** Returns whether a frame waits. Producer's thread. */
    boolean contains(Frame frame) {
        synchronized (lock) {
            return frames.contains(frame);
        }
    }

    /** Returns the frames that wait; they stay here, so that only the consumer may look at them. Consumer's thread. */
    List<Frame> queued() {
        synchronized (lock) {
            return List.copyOf(frames);
        }
    }

    /** Tells the consumer of the frames that wait, unless it knows. Producer's thread. */
    void announce() {
        if (size > 0) {
            Runnable toCall;
            synchronized (lock) {
                toCall = takeAnnouncement(1);
            }
            toCall.run();
        }
    }

    /** Tells the consumer of the frames that wait, even if it knows. Producer's thread. */
    void announceAgain() {
        Runnable toCall;
        synchronized (lock) {
            announced = !frames.isEmpty();
            toCall = announced ? listener : NO_LISTENER;
        }
        toCall.run();
    }

    /** Returns how many bytes wait that are to go to another process. Producer's thread. */
    long bytes() {
        synchronized (lock) {
            return frames.stream()
                    .mapToLong(frame -> frame instanceof BytesFrame data ? data.length() : 0)
                    .sum();
        }
    }

    /** Returns what tells the consumer, if it has to be told. Called under the lock. */
    private Runnable takeAnnouncement(int enough) {
        if (announced || frames.size() < enough || listener == NO_LISTENER) {
            return NO_LISTENER;
        }
        announced = true;
        return listener;
    }

    /** Removes the first frame; the caller owns it. Returns null if there is none. Consumer's thread. */
    Frame poll() {
        synchronized (lock) {
            Frame frame = frames.pollFirst();
            size = frames.size();
            more = size > 0;
            announced = more;
            return frame;
        }
    }

    /** Returns whether the last poll left frames behind; if not, the listener is called for the next. Consumer's thread. */
    boolean hasMore() {
        return more;
    }

    /** Sets what is called when there are frames after there were none, and calls it if there are or it was closed. */
    void setListener(Runnable newListener) {
        boolean call;
        synchronized (lock) {
            listener = newListener;
            announced = !frames.isEmpty();
            call = closed || announced;
        }
        if (call) {
            newListener.run();
        }
    }

    /** Returns how many frames wait. */
    int size() {
        return size;
    }

    boolean isClosed() {
        return closed;
    }

    /** Releases the frames that wait and all that will still come, and calls the listener. Any thread; again does nothing. */
    void close() {
        ArrayDeque<Frame> dropped;
        Runnable toCall;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            dropped = new ArrayDeque<>(frames);
            frames.clear();
            size = 0;
            toCall = listener;
        }
        dropped.forEach(Frame::release);
        toCall.run();
    }
}
