package io.weir.connector.format;

/** An output format that wants to know when its records are not wanted. The task's thread owns it. */
public interface CleanupWhenUnsuccessful {
    /**
     * Learns that the task has failed or was canceled. Called before {@link OutputFormat#close}, which then discards what was
     * written.
     *
     * @throws Exception any failure; it is added to that of the task
     */
    void tryCleanupOnError() throws Exception;
}
