package io.weir.runtime.state;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * All that an operator instance keeps, as it was at one moment between two records. Made on the task's thread without
 * I/O in a time that does not depend on the number of keys; then another thread writes and closes it while the operator
 * goes on. It must be closed, because until then the operator copies what it changes.
 */
public final class OperatorCapture implements StateCapture {
    private final long checkpointId;
    private final KeyedCapture keyed;
    private final List<HeapOperatorStates.Frozen> operatorStates;
    private final Versions.Lease lease;

    OperatorCapture(
            long checkpointId,
            KeyedCapture keyed,
            List<HeapOperatorStates.Frozen> operatorStates,
            Versions.Lease lease) {
        this.checkpointId = checkpointId;
        this.keyed = keyed;
        this.operatorStates = operatorStates;
        this.lease = lease;
    }

    /** Returns whether the operator keeps nothing that would have to be written. */
    public boolean isEmpty() {
        return keyed == null && operatorStates.isEmpty();
    }

    @Override
    public int firstKeyGroup() {
        return keyed == null ? 0 : keyed.groups().first();
    }

    @Override
    public int keyGroups() {
        return keyed == null ? 0 : keyed.groups().count();
    }

    /**
     * Returns whether all instances may need it: as it is to be had in all, or because it has elements to be dealt out
     * beside keys, so that its key groups do not say who needs it.
     */
    @Override
    public boolean isShared() {
        return operatorStates.stream()
                .anyMatch(state -> keyed != null || state.kind() != OperatorStateImage.Sharing.SPLIT);
    }

    /**
     * Writes it in a form that says itself what it holds; {@link OperatorImage#read} reads it. At most once.
     *
     * @param out where to write; not closed
     * @throws IOException if writing fails
     */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        ImageFormat.write(checkpointId, keyed, operatorStates, out);
    }

    @Override
    public List<BackendFile> files() {
        return keyed == null ? List.of() : keyed.files();
    }

    /** Lets the operator change in place what was captured. Any thread; again does nothing. */
    @Override
    public void close() {
        lease.close();
        if (keyed != null) {
            keyed.close();
        }
    }
}
