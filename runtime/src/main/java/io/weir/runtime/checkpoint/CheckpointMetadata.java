package io.weir.runtime.checkpoint;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.OperatorPart;
import java.util.List;

/**
 * All that is known of a checkpoint: what stands in its {@code _metadata} file. A checkpoint is complete if, and only if,
 * that file is.
 *
 * @param job the job that it was taken of
 * @param checkpointId its number
 * @param kind what it was taken for
 * @param timestamp when it was triggered, in milliseconds since 1970-01-01T00:00Z
 * @param operators the operators of the job, those without state included
 * @param enumerators what the enumerators of its sources had kept
 */
public record CheckpointMetadata(
        JobId job,
        long checkpointId,
        CheckpointKind kind,
        long timestamp,
        List<OperatorState> operators,
        List<EnumeratorState> enumerators) {
    /** Takes copies of the lists. */
    public CheckpointMetadata {
        operators = List.copyOf(operators);
        enumerators = List.copyOf(enumerators);
    }

    /** Returns how many bytes of state there are, without what is stored about them. */
    public long stateBytes() {
        long bytes = enumerators.stream()
                .mapToLong(enumerator -> enumerator.bytes().length)
                .sum();
        for (OperatorState operator : operators) {
            for (Part part : operator.parts()) {
                bytes += part.part().length();
            }
        }
        return bytes;
    }

    /**
     * What the instances of an operator had kept.
     *
     * @param id what it is found by
     * @param name the name people see
     * @param parallelism how many instances there were
     * @param maxParallelism how many key groups
     * @param finished which instances had come to the end of their input, in ascending order
     * @param parts what they had kept, in the order of the instances
     */
    public record OperatorState(
            String id, String name, int parallelism, int maxParallelism, List<Integer> finished, List<Part> parts) {
        /** Takes copies of the lists. */
        public OperatorState {
            finished = List.copyOf(finished);
            parts = List.copyOf(parts);
        }
    }

    /**
     * Something that an instance had kept.
     *
     * @param instance the instance, from 0
     * @param part what it had kept
     */
    public record Part(int instance, OperatorPart part) {}
}
