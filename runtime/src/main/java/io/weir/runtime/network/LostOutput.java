package io.weir.runtime.network;

import io.weir.runtime.protocol.PartitionId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * The cause of a failure by which a task does not find what it wants to read, or not as it was written: whoever made it
 * has to make it once more.
 */
public final class LostOutput extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PartitionId partition; // never leaves the process as an object

    private LostOutput(PartitionId partition) {
        super(partition + " is lost");
        this.partition = partition;
    }

    /**
     * Makes the failure.
     *
     * @param partition what is lost
     * @param message one sentence that names the place
     */
    public static WeirException failure(PartitionId partition, String message) {
        return new WeirException(ErrorCode.EXCHANGE, message, new LostOutput(partition));
    }

    /** Finds what is lost in the causes of a failure; null if it is none of that kind. */
    public static PartitionId find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LostOutput lost) {
                return lost.partition;
            }
        }
        return null;
    }
}
