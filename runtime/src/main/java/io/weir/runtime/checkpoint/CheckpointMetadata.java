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
     * Returns what people know the source of an enumerator by.
     *
     * @param enumerator the enumerator
     * @return the name of the source, and what it is found by
     */
    public OperatorLabel labelOf(EnumeratorState enumerator) {
        String uid = operators.stream()
                .filter(operator -> operator.id().equals(enumerator.operatorId()) && operator.uid() != null)
                .map(OperatorState::uid)
                .findFirst()
                .orElse(null);
        return new OperatorLabel(enumerator.operatorId(), enumerator.name(), uid);
    }

    /**
     * What the instances of an operator had kept.
     *
     * @param id what it is found by
     * @param name the name people see
     * @param uid what the program named it by, of which the id is made; empty if it did not, null if that is not known
     * @param parallelism how many instances there were
     * @param maxParallelism how many key groups
     * @param finished which instances had come to the end of their input, in ascending order
     * @param parts what they had kept, in the order of the instances
     */
    public record OperatorState(
            String id,
            String name,
            String uid,
            int parallelism,
            int maxParallelism,
            List<Integer> finished,
            List<Part> parts) {
        /** Takes copies of the lists. */
        public OperatorState {
            finished = List.copyOf(finished);
            parts = List.copyOf(parts);
        }

        /** Makes one of which it is not known whether the program named it. */
        public OperatorState(
                String id, String name, int parallelism, int maxParallelism, List<Integer> finished, List<Part> parts) {
            this(id, name, null, parallelism, maxParallelism, finished, parts);
        }

        /** Returns what people know it by. */
        public OperatorLabel label() {
            return new OperatorLabel(id, name, uid);
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
