package io.weir.runtime.network;

import io.weir.serialization.RecordInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames that were under way to a task when its past was captured, as long as the task has not read them. The task's
 * thread owns it.
 */
final class PastFrames {
    private final ArrayDeque<PastFrame> waiting = new ArrayDeque<>();

    /** The one that the task reads. */
    private PastFrame current;

    /** One of them; its input reads all of the same piece, one after the other. */
    private record PastFrame(int channel, RecordedFrames.Block block, RecordInput input) {}

    /**
     * Begins with all of them.
     *
     * @param pieces the pieces of all channels
     * @param classLoader where classes of unknown types are looked up
     */
    PastFrames(List<InputRecording.Recorded> pieces, ClassLoader classLoader) {
        for (InputRecording.Recorded piece : pieces) {
            RecordInput input = piece.frames().input(classLoader);
            piece.frames().blocks().forEach(block -> waiting.add(new PastFrame(piece.channel(), block, input)));
        }
    }

    /** Goes on to the next one; returns whether there is one. */
    boolean next() {
        current = waiting.pollFirst();
        return current != null;
    }

    /** Returns the channel that the frame at hand came through. */
    int channel() {
        return current.channel();
    }

    /** Returns the records of the frame at hand. */
    RecordedFrames.Block block() {
        return current.block();
    }

    /** Returns what reads the frame at hand. */
    RecordInput input() {
        return current.input();
    }

    /**
     * Copies what is left. Pieces begin with the classes that were named in what was read of them.
     *
     * @param begun what is left of the frame at hand, or null
     */
    List<InputRecording.Recorded> rest(RecordedFrames.Block begun) {
        List<PastFrame> left = new ArrayList<>();
        if (begun != null) {
            left.add(new PastFrame(current.channel(), begun, current.input()));
        }
        left.addAll(waiting);
        Map<RecordInput, InputRecording.Recorded> pieces = new LinkedHashMap<>();
        for (PastFrame frame : left) {
            RecordInput input = frame.input();
            pieces.computeIfAbsent(
                            input,
                            unread -> new InputRecording.Recorded(
                                    frame.channel(),
                                    RecordedFrames.after(
                                            input.dictionary(),
                                            input.dictionary().size())))
                    .frames()
                    .add(frame.block());
        }
        return List.copyOf(pieces.values());
    }
}
