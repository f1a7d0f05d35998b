package io.weir.runtime.network.netty;

import io.weir.runtime.network.BytesFrame;
import io.weir.runtime.network.Checksum;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.FrameSource;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.network.PartitionRequest;
import io.weir.runtime.network.SpilledFrame;
import io.weir.runtime.protocol.PartitionId;
import io.weir.util.WeirException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The producing end of one channel: the part that a consumer reads, and how much of it is under way. Owned by the
 * connection's event loop, but for the announcements of the producing task.
 *
 * <p>Life: created by a request; ends with the end of its part, when the consumer cancels it, or with the connection.
 */
final class ServedChannel implements PartitionRequest {
    private final int id;
    private final int window;
    private final PartitionId partition;
    private final ServingConnection connection;

    // Set by the producing task when it announces frames, cleared by the event loop.
    private final AtomicBoolean announced = new AtomicBoolean();

    // Written by the event loop, read by the producing task.
    private volatile boolean consumerWaits = true;

    private FrameSource subpartition;
    private boolean hasFrames;
    private boolean queued;
    private boolean ended;
    private long underWay;
    private int sequence;

    ServedChannel(int id, int window, PartitionId partition, ServingConnection connection) {
        this.id = id;
        this.window = window;
        this.partition = partition;
        this.connection = connection;
    }

    int id() {
        return id;
    }

    /** Returns the number of the next frame. */
    int nextSequence() {
        return sequence++;
    }

    /** The registry's answer, on any thread. */
    @Override
    public void granted(FrameSource part) {
        connection.execute(() -> open(part), part::abandon);
    }

    /** The registry's answer, on any thread. */
    @Override
    public void refused(WeirException cause) {
        connection.execute(() -> connection.refuse(this, cause), () -> {});
    }

    private void open(FrameSource part) {
        if (ended) {
            part.abandon();
        } else {
            subpartition = part;
            part.setUrgentListener(barrier -> announce());
            part.setListener(this::announce, () -> consumerWaits);
        }
    }

    /** The producing task says that there are frames. */
    private void announce() {
        if (announced.compareAndSet(false, true)) {
            connection.announce(this);
        }
    }

    /** Takes note of an announcement. */
    void noteAnnouncement() {
        announced.set(false);
        hasFrames = true;
    }

    /** Takes note that the consumer has read something; returns false if it claims more than was sent. */
    boolean credit(int bytes) {
        underWay -= bytes;
        consumerWaits = underWay == 0;
        return bytes > 0 && underWay >= 0;
    }

    /** Returns whether it should be served, and counts as being in line for that from now on. */
    boolean enqueue() {
        boolean join = !queued && !ended && hasFrames && hasRoom();
        queued |= join;
        return join;
    }

    /** A barrier that has overtaken all else does not wait: that the consumer does not read is no reason. */
    private boolean hasRoom() {
        return underWay < window || subpartition.isUrgent();
    }

    void dequeued() {
        queued = false;
    }

    /** Removes the next frame, which the caller then owns. Returns null if there is none, or if it must wait. */
    Frame poll() {
        if (ended || !hasFrames || !hasRoom()) {
            return null;
        }
        Frame frame = subpartition.pollToSend();
        hasFrames = subpartition.hasMore();
        if (frame != null) {
            underWay += ExchangeProtocol.cost(lengthOf(frame));
            consumerWaits = false;
        }
        return frame;
    }

    private static int lengthOf(Frame frame) {
        if (frame instanceof BytesFrame data) {
            return data.length();
        }
        return frame instanceof SpilledFrame data ? data.length() - Checksum.LENGTH : 0;
    }

    /** Lets go of the part, or of the wish for it. Again does nothing. */
    void end(PartitionRegistry partitions) {
        ended = true;
        if (subpartition != null) {
            subpartition.abandon();
        } else {
            partitions.withdraw(partition, this);
        }
    }
}
