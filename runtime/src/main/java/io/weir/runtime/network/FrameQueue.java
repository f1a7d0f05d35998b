package io.weir.runtime.network;

import java.util.ArrayDeque;

/**
 * The frames of one channel between the thread that fills it and the one that empties it. The listener learns when the
 * queue stops being empty; after that the consumer polls until it is empty again.
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

    /** Written under the lock; read by producer and consumer without it. */
    private volatile boolean closed;

    /** Written under the lock; read by producer and consumer without it. */
    private volatile int size;

    /** Whether the last poll left frames behind. Consumer's thread only. */
    private boolean more;

    /** Appends a frame, which the queue takes over; a closed queue releases it. Producer's thread. */
    void add(Frame frame) {
        Runnable toCall;
        boolean dropped;
        synchronized (lock) {
            dropped = closed;
            toCall = frames.isEmpty() ? listener : NO_LISTENER;
            if (!dropped) {
                frames.addLast(frame);
                size = frames.size();
            }
        }
        if (dropped) {
            frame.release();
        } else {
            toCall.run();
        }
    }

    /** Removes the first frame; the caller owns it. Returns null if there is none. Consumer's thread. */
    Frame poll() {
        synchronized (lock) {
            Frame frame = frames.pollFirst();
            size = frames.size();
            more = size > 0;
            return frame;
        }
    }

    /** Returns whether the last poll left frames behind; if not, the listener is called for the next. Consumer's thread. */
    boolean hasMore() {
        return more;
    }

    /** Sets what is called when frames come into an empty queue, and calls it if there are frames or it was closed. */
    void setListener(Runnable newListener) {
        boolean call;
        synchronized (lock) {
            listener = newListener;
            call = closed || !frames.isEmpty();
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
