package io.weir.connector;

/**
 * Takes the records of a reader. A reader that knows which split a record is of gives it to the output of that split:
 * event time is then told for each split alone, and has come as far as in the split that is most behind.
 *
 * @param <T> the type of the records
 */
public interface ReaderOutput<T> extends SourceOutput<T> {
    /**
     * Returns the output of a split. From now on event time waits for the split.
     *
     * @param splitId the id of the split
     * @return its output, the same each time until it is released
     */
    SourceOutput<T> createOutputForSplit(String splitId);

    /**
     * Lets go of the output of a split that has been read to its end, or that somebody else reads on.
     *
     * @param splitId the id of the split
     */
    void releaseOutputForSplit(String splitId);
}
