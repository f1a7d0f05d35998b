package io.weir.runtime.network;

import io.weir.serialization.TypeSerializer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Copies what comes through the channels of a gate between the capture of a task that has not waited for the barriers, and
 * these barriers. The task goes on meanwhile. The task's thread owns it.
 */
public final class InputRecording {
    private final InputGate gate;
    private final long checkpointId;
    private final IntFunction<? extends TypeSerializer<?>> serializers;

    /** By channel, for those whose barrier had not come. */
    private final Map<Integer, RecordedFrames> frames = new LinkedHashMap<>();

    /** What was read from an earlier checkpoint, and not yet by the task. */
    private final List<Recorded> past;

    /** Channels whose barrier has not come. */
    private final BitSet open = new BitSet();

    /** By channel, how many of the next frames were copied already, while they waited. */
    private final int[] copied;

    /**
     * What came through a channel.
     *
     * @param channel the channel
     * @param frames copies, in their order
     */
    public record Recorded(int channel, RecordedFrames frames) {}

    InputRecording(
            InputGate gate,
            long checkpointId,
            List<Recorded> past,
            IntFunction<? extends TypeSerializer<?>> serializers) {
        this.gate = gate;
        this.past = past;
        this.checkpointId = checkpointId;
        this.serializers = serializers;
        this.copied = new int[gate.channels()];
    }

    /** Begins with a channel: copies what waits there, unless its producer still can. */
    void begin(int channel, RecordedFrames before) {
        frames.put(channel, before);
        open.set(channel);
        copyQueued(channel);
    }

    private void copyQueued(int channel) {
        List<Frame> queued = gate.queued(channel);
        int barrier = 0;
        while (barrier < queued.size() && !isEnd(queued.get(barrier))) {
            barrier++;
        }
        boolean found = barrier < queued.size();
        if (!found && gate.isLocal(channel)) {
            return; // it belongs to the producer until this task takes it
        }
        for (int i = copied[channel]; i < barrier; i++) {
            frames.get(channel).add(queued.get(i), serializers.apply(channel));
        }
        copied[channel] = Math.max(copied[channel], barrier);
        if (found) {
            open.clear(channel);
        }
    }

    /** Whether nothing after it belongs to the checkpoint; a producer that has come to its end sends no barrier. */
    private boolean isEnd(Frame frame) {
        return frame instanceof EndOfInput
                || frame instanceof Barrier barrier && barrier.trigger().id() == checkpointId;
    }

    /** Learns that the task takes a frame. */
    void take(int channel, Frame frame) {
        if (!open.get(channel)) {
            return;
        }
        if (copied[channel] > 0) {
            copied[channel]--;
        } else {
            frames.get(channel).add(frame, serializers.apply(channel));
        }
    }

    /** Learns that the barrier of a channel is there, although frames may wait before it. */
    public void barrierNoticed(int channel) {
        if (!open.get(channel)) {
            return;
        }
        if (!gate.isLocal(channel)) {
            copyQueued(channel);
        }
        open.clear(channel);
    }

    /** Looks for barriers that stand behind frames that the task does not take for now. */
    public void lookAgain() {
        for (int channel = open.nextSetBit(0); channel >= 0; channel = open.nextSetBit(channel + 1)) {
            copyQueued(channel);
        }
    }

    /** Learns that the task has taken the barrier of a channel, or its end. */
    public void end(int channel) {
        open.clear(channel);
    }

    /** Returns whether the barrier of a channel is missing. */
    public boolean isOpen(int channel) {
        return open.get(channel);
    }

    /** Returns whether all barriers have come. */
    public boolean isComplete() {
        return open.isEmpty();
    }

    /** Returns the number of the checkpoint. */
    public long checkpointId() {
        return checkpointId;
    }

    /** Returns what was copied; of a channel there may be several pieces, in their order. */
    public List<Recorded> frames() {
        List<Recorded> all = new ArrayList<>(past);
        frames.forEach((channel, copies) -> all.add(new Recorded(channel, copies)));
        return all;
    }
}
