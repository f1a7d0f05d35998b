package io.weir.runtime.task;

import io.weir.runtime.network.InputRecording;
import io.weir.runtime.network.RecordedFrames;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task has taken of a checkpoint: what its operators keep, and the records that were under way. It may lack records
 * that come before missing barriers, and may yet have to keep what its own barriers wait behind. The task's thread owns it,
 * until it is told of or dropped.
 */
final class TakenCheckpoint {
    private final TaskSpec task;
    private final TaskExchanges exchanges;
    private final Captured captured;

    /** Null if no barrier was missing. */
    private final InputRecording inputs;

    private List<List<RecordedFrames>> outputs;

    /** How many consumers in other processes have not taken the barrier, as far as the task knows. */
    private int leaving;

    /**
     * What is known when it is taken.
     *
     * @param trigger the checkpoint
     * @param parts what the operators keep
     * @param outputs copies of the records that the barrier has overtaken
     * @param times how long it took
     */
    record Captured(
            CheckpointTrigger trigger,
            List<TaskCapture.Part> parts,
            List<List<RecordedFrames>> outputs,
            TaskCapture.Times times) {}

    /**
     * Creates it.
     *
     * @param task whose it is
     * @param exchanges the inputs and outputs of the task
     * @param captured what was captured
     * @param inputs takes what comes before missing barriers; null if none is missing
     * @param leaving how many consumers may not take the barrier in time
     */
    TakenCheckpoint(TaskSpec task, TaskExchanges exchanges, Captured captured, InputRecording inputs, int leaving) {
        this.task = task;
        this.exchanges = exchanges;
        this.captured = captured;
        this.inputs = inputs;
        this.outputs = captured.outputs();
        this.leaving = leaving;
    }

    CheckpointTrigger trigger() {
        return captured.trigger();
    }

    /** Returns whether the barrier of a channel is missing. */
    boolean isMissing(int channel) {
        return inputs != null && inputs.isOpen(channel);
    }

    /** Returns whether no barrier is missing. */
    boolean hasInputs() {
        return inputs == null || inputs.isComplete();
    }

    boolean isComplete() {
        return leaving == 0 && hasInputs();
    }

    /** The barrier of a channel has come, or its end. */
    void arrived(int channel) {
        inputs.end(channel);
    }

    /** The barrier of a channel waits, although the task takes no frames for now. */
    void noticed(int channel) {
        inputs.barrierNoticed(channel);
    }

    /** Looks for barriers behind frames that the task does not take for now. */
    void lookAgain() {
        inputs.lookAgain();
    }

    /** A consumer in another process has taken the barrier. */
    void left() {
        if (leaving > 0) {
            leaving--;
        }
    }

    /** Lets barriers that consumers have not taken overtake what they wait behind. */
    void overtakeWaiting() {
        if (leaving > 0) {
            leaving = 0;
            outputs = exchanges.overtakeWaiting(trigger());
        }
    }

    /** Takes no more records. */
    void end() {
        if (inputs != null) {
            exchanges.reader().endRecording();
        }
    }

    /** Is not told of: gives back what was captured. */
    void drop() {
        captured.parts().forEach(part -> part.capture().close());
        end();
    }

    /**
     * Returns all of it, once it has ended.
     *
     * @param isOver whether the task has nothing to do any more
     */
    TaskCapture all(boolean isOver) {
        return new TaskCapture(parts(), isOver, captured.times());
    }

    private List<TaskCapture.Part> parts() {
        List<InputRecording.Recorded> recorded = inputs == null ? List.of() : inputs.frames();
        if (recorded.isEmpty() && outputs.isEmpty()) {
            return captured.parts();
        }
        InFlight inFlight = new InFlight(
                task.execution().vertex().value(),
                task.execution().subtask(),
                task.parallelism(),
                exchanges.gate().channels(),
                InFlight.withOrigins(recorded, exchanges.producers()),
                outputs);
        if (inFlight.isEmpty()) {
            return captured.parts();
        }
        List<TaskCapture.Part> parts = new ArrayList<>(captured.parts());
        parts.add(new TaskCapture.Part(inFlight.vertex(), task.taskName(), inFlight));
        return parts;
    }
}
