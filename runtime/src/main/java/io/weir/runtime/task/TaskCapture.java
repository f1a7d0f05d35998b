package io.weir.runtime.task;

import io.weir.runtime.state.StateCapture;
import java.util.List;

/**
 * What the operators of a task keep, as it was at one moment. Whoever has it writes and closes it, on any one thread.
 *
 * @param operators the operators that keep something
 * @param finished whether they had come to their end, and only wait for the checkpoint
 * @param times how long it took
 */
public record TaskCapture(List<Part> operators, boolean finished, Times times) implements AutoCloseable {
    /** Takes a copy of the list. */
    public TaskCapture {
        operators = List.copyOf(operators);
    }

    /**
     * How long the parts of a capture took.
     *
     * @param startDelayMillis from the trigger to the first barrier
     * @param alignmentMillis from the first barrier to the capture
     * @param captureMicros how long the task stood still
     */
    public record Times(long startDelayMillis, long alignmentMillis, long captureMicros) {}

    /**
     * What one operator keeps.
     *
     * @param operatorId what its state is found by
     * @param operatorName the name people see
     * @param capture what it keeps
     */
    public record Part(String operatorId, String operatorName, StateCapture capture) {}

    /** Lets the operators change in place what was captured. Any thread; again does nothing. */
    @Override
    public void close() {
        operators.forEach(part -> part.capture().close());
    }
}
