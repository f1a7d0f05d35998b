package io.weir.runtime.protocol;

import java.util.List;

/**
 * What one instance of an operator had kept at a checkpoint.
 *
 * @param operatorId what the operator's state is found by; the uid of its {@code ChainSpec.Node}
 * @param operatorName the name people see
 * @param firstKeyGroup the first key group of its keyed state
 * @param keyGroups how many key groups; 0 if it has no keyed state, or {@link #IN_FLIGHT}
 * @param shared whether all instances of a restored job need it, as for union and broadcast state
 * @param handle the bytes of an {@code OperatorCapture}
 * @param files what the backend keeps beside it in files of its own
 */
public record OperatorPart(
        String operatorId,
        String operatorName,
        int firstKeyGroup,
        int keyGroups,
        boolean shared,
        StateHandle handle,
        List<PartFile> files) {
    /** Stands for the number of key groups in a part that holds records that were under way to and from the task. */
    public static final int IN_FLIGHT = -1;

    /** Takes a copy of the list. */
    public OperatorPart {
        files = List.copyOf(files);
    }

    /** Creates one without files. */
    public OperatorPart(
            String operatorId,
            String operatorName,
            int firstKeyGroup,
            int keyGroups,
            boolean shared,
            StateHandle handle) {
        this(operatorId, operatorName, firstKeyGroup, keyGroups, shared, handle, List.of());
    }

    /** Returns how many bytes it has, those in files that earlier checkpoints have stored included. */
    public long length() {
        return handle.length()
                + files.stream().mapToLong(file -> file.handle().length()).sum();
    }

    /** Returns whether it holds records that were under way to and from the task, instead of the operator's state. */
    public boolean isInFlight() {
        return keyGroups == IN_FLIGHT;
    }
}
