package io.weir.runtime.network;

import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.InputSpec;
import io.weir.util.WeirException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Receives the frames of all inputs of a task and hands them to the task, in order per channel and fairly between
 * channels.
 *
 * <p>Threads: {@link #offer} and {@link #fail} are called by event loops, parts of
 * this process are granted by whoever registers them, all else is called by the owning task's thread.
 *
 * <p>Back-pressure: senders never exceed their window, hence nothing here blocks or refuses. A part of the same process
 * keeps its frames until they are polled.
 *
 * <p>Life: created with the task; closed once by the task's thread, which releases what waits and all that still comes.
 */
public final class InputGate implements AutoCloseable {
    private final Wakeup wakeup;
    private final Channel[] channels;

    private final Object lock = new Object();

    /** Channels that have frames, each once, in the order in which they are served. Guarded by the lock. */
    private final ArrayDeque<Channel> ready = new ArrayDeque<>();

    /** Written under the lock by any thread, read by the task's thread. */
    private volatile WeirException failure;

    /** Written under the lock by the task's thread, read by all. */
    private volatile boolean closed;

    private Notices notices = (channel, trigger) -> {};

    private Channel current;

    /** A channel from another process, if there is one: it is told when the task waits. Task's thread only. */
    private ChannelCredit remote;

    private boolean toldWaiting;
    private int openChannels;

    /** Channels that wait for the others at a barrier. Task's thread only, as is the next. */
    private final BitSet blocked = new BitSet();

    /** Channels whose records nobody wants yet. */
    private final BitSet withheld = new BitSet();

    /** Those of both that have frames. */
    private final List<Channel> held = new ArrayList<>();

    /** One channel: where its frames wait, and whom to tell that they were read. */
    private static final class Channel {
        final int index;

        /** Frames of another process; unused if the producer is in this one. */
        final FrameQueue queue = new FrameQueue();

        /** Set before its first frame, by whoever connects the channel; read after the channel became ready. */
        volatile FrameSource local;

        /** Task's thread only. */
        ChannelCredit credit;

        Runnable withdraw;
        boolean ended;

        Channel(int index) {
            this.index = index;
        }
    }

    /**
     * Creates a gate.
     *
     * @param channels how many channels it has
     * @param wakeup where the task waits
     */
    public InputGate(int channels, Wakeup wakeup) {
        this.wakeup = wakeup;
        this.channels = new Channel[channels];
        this.openChannels = channels;
        for (int i = 0; i < channels; i++) {
            Channel channel = new Channel(i);
            this.channels[i] = channel;
            channel.queue.setListener(() -> announce(channel));
        }
    }

    /** Returns how many channels there are. */
    public int channels() {
        return channels.length;
    }

    /**
     * Takes over a frame from another process; a closed gate releases it. Any thread, one at a time per channel.
     *
     * @param channel the channel
     * @param frame the frame
     */
    public void offer(int channel, Frame frame) {
        channels[channel].queue.add(frame, 1);
        if (frame instanceof Barrier barrier) {
            notices.barrierCame(channel, barrier.trigger());
        }
    }

    /** Learns of barriers before they are polled: those from other processes, and those that have overtaken all else. */
    @FunctionalInterface
    public interface Notices {
        /** Learns that a barrier waits in a channel. Any thread. */
        void barrierCame(int channel, CheckpointTrigger trigger);
    }

    /** Says who learns of barriers that wait. Called before channels are connected. */
    public void setNotices(Notices listener) {
        notices = listener;
    }

    /** Returns whether the producer of a channel is in this process. Task's thread. */
    boolean isLocal(int channel) {
        return channels[channel].local != null;
    }

    /** Returns the frames that wait in a channel; they stay there. Task's thread. */
    List<Frame> queued(int channel) {
        FrameSource local = channels[channel].local;
        return local == null ? channels[channel].queue.queued() : local.queued();
    }

    /**
     * Ends the task with a failure, unless it has one already. Any thread.
     *
     * @param channel the channel that failed
     * @param cause why, naming the peer
     */
    public void fail(int channel, WeirException cause) {
        synchronized (lock) {
            if (failure == null) {
                failure = cause;
            }
        }
        wakeup.wake();
    }

    /**
     * Connects a channel to a part made in another process.
     *
     * @param channel the channel
     * @param source where its frames come from
     * @param client fetches them
     */
    public void connect(int channel, InputSpec.ChannelSource source, ExchangeClient client) {
        remote = client.connect(source, this, channel);
        channels[channel].credit = remote;
    }

    /**
     * Connects a channel to a part made in this process, now or as soon as its producer has registered it.
     *
     * @param channel the channel
     * @param source where its frames come from
     * @param registry knows the partitions of this process
     */
    public void connect(int channel, InputSpec.ChannelSource source, PartitionRegistry registry) {
        PartitionRequest request = new PartitionRequest() {
            @Override
            public void granted(FrameSource subpartition) {
                connected(channels[channel], subpartition);
            }

            @Override
            public void refused(WeirException cause) {
                fail(channel, LostOutput.failure(source.partition(), cause.getMessage()));
            }
        };
        channels[channel].withdraw = () -> registry.withdraw(source.partition(), request);
        registry.request(source.partition(), source.subpartition(), request);
    }

    private void connected(Channel channel, FrameSource subpartition) {
        channel.local = subpartition;
        boolean abandon;
        synchronized (lock) {
            abandon = closed;
        }
        if (abandon) {
            subpartition.abandon();
        } else {
            subpartition.setUrgentListener(barrier -> notices.barrierCame(channel.index, barrier.trigger()));
            subpartition.setListener(() -> announce(channel), wakeup::isParked);
        }
    }

    /**
     * Removes the next frame, which the caller then owns.
     *
     * @return the frame, or null if there is none now
     * @throws WeirException if a channel failed
     */
    public Frame poll() {
        WeirException cause = failure;
        if (cause != null) {
            throw cause;
        }
        do {
            synchronized (lock) {
                current = ready.pollFirst();
            }
        } while (current != null && isHeld(current));
        if (current == null) {
            if (remote != null && !toldWaiting) {
                toldWaiting = true;
                remote.waits();
            }
            return null;
        }
        toldWaiting = false;
        FrameSource local = current.local;
        Frame frame;
        boolean more;
        if (local != null) {
            frame = local.poll();
            more = local.hasMore();
        } else {
            frame = current.queue.poll();
            more = current.queue.hasMore();
        }
        if (more) {
            announce(current);
        }
        if (frame instanceof EndOfInput && !current.ended) {
            current.ended = true;
            openChannels--;
        }
        return frame;
    }

    /** Puts a channel aside that is not to be read now; asked once per frame. */
    private boolean isHeld(Channel channel) {
        if (!blocked.get(channel.index) && !withheld.get(channel.index)) {
            return false;
        }
        held.add(channel);
        return true;
    }

    /** Takes no further frame of a channel for now. Task's thread, as are the next. */
    public void block(int channel) {
        blocked.set(channel);
    }

    /** Takes no further frame of any channel for now. */
    public void blockAll() {
        blocked.set(0, channels.length);
    }

    /** Takes frames of all channels again. */
    public void unblock() {
        blocked.clear();
        announceHeld();
    }

    /** Takes no frame of a channel until {@link #admitAll}. Not together with barriers. */
    void withhold(int channel) {
        withheld.set(channel);
    }

    /** Takes frames of the channels again that were withheld. */
    void admitAll() {
        withheld.clear();
        announceHeld();
    }

    private void announceHeld() {
        List<Channel> ready = List.copyOf(held);
        held.clear();
        ready.forEach(this::announce);
    }

    /** Returns whether a channel has come to its end. */
    public boolean isEnded(int channel) {
        return channels[channel].ended;
    }

    /** Returns the channel of the last frame. */
    public int channel() {
        return current.index;
    }

    /** Learns that the last frame was read, if it came from another process. */
    public void consumed(int bytes) {
        if (current.credit != null) {
            current.credit.consumed(bytes);
        }
    }

    /** Returns whether {@link #poll} has something to say. Any thread. */
    public boolean hasFrames() {
        if (failure != null) {
            return true;
        }
        synchronized (lock) {
            return !ready.isEmpty();
        }
    }

    /** Returns whether all channels have come to their end. */
    public boolean isFinished() {
        return openChannels == 0;
    }

    /** Releases the frames that wait, and lets go of all channels. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            ready.clear();
        }
        for (Channel channel : channels) {
            channel.queue.close();
            if (channel.withdraw != null) {
                channel.withdraw.run();
            }
            FrameSource local = channel.local;
            if (local != null) {
                local.abandon();
            }
            if (channel.credit != null && !channel.ended) {
                channel.credit.cancel();
            }
        }
    }

    private void announce(Channel channel) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            ready.addLast(channel);
        }
        wakeup.wake();
    }
}
