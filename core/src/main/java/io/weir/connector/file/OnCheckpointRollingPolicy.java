package io.weir.connector.file;

/**
 * Ends files at checkpoints only. Stateless.
 *
 * @param <T> the type of the records
 */
public final class OnCheckpointRollingPolicy<T> implements RollingPolicy<T> {
    private static final long serialVersionUID = 1L;

    private OnCheckpointRollingPolicy() {}

    /**
     * Returns the policy.
     *
     * @param <T> the type of the records
     */
    public static <T> OnCheckpointRollingPolicy<T> build() {
        return new OnCheckpointRollingPolicy<>();
    }

    @Override
    public boolean shouldRollOnCheckpoint(PartFileInfo partFileState) {
        return true;
    }

    @Override
    public boolean shouldRollOnEvent(PartFileInfo partFileState, T element) {
        return false;
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo partFileState, long currentTime) {
        return false;
    }
}
