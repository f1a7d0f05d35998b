package io.weir.runtime.network;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives the frames of one part of a partition to the consumer that has claimed it, whose thread calls: the consuming
 * task's in the same process, else the event loop of the connection to the consumer.
 *
 * <p>The consumer sets a listener, and then polls whenever the listener ran until {@link #hasMore} says that there is no more.
 */
public interface FrameSource {
    /**
     * Says how the consumer learns of a barrier that has overtaken all else. Called before {@link #setListener}.
     *
     * @param listener called by the producer's thread
     */
    void setUrgentListener(Consumer<Barrier> listener);

    /**
     * Says how the consumer learns of frames. Called once.
     *
     * @param listener called when there are frames after there were none, and when the part is released
     * @param waits whether the consumer has read everything and waits for more
     */
    void setListener(Runnable listener, BooleanSupplier waits);

    /** Removes the first frame, which the caller then owns. Returns null if there is none. */
    Frame poll();

    /** The same for a consumer in another process, for which bytes in a file need not be read here. */
    Frame pollToSend();

    /** Returns whether the last poll left frames behind; if not, the listener is called for the next. */
    boolean hasMore();

    /** Returns whether the next frame is not to wait for the consumer. */
    boolean isUrgent();

    /** Returns the frames that wait in memory; they stay there. */
    List<Frame> queued();

    /** Lets go of it before its end. Any thread; again does nothing. */
    void abandon();
}
