package io.weir.connector;

/**
 * About how much a source emits, as far as can be told before it is read. A value.
 *
 * @param records how many records, or -1 if only bytes are known
 * @param bytes how many bytes they have where they are, or -1 if only records are known
 */
public record SourceSize(long records, long bytes) {
    /** Creates it; one of both has to be known. */
    public SourceSize {
        if (records < 0 && bytes < 0) {
            throw new IllegalArgumentException("Nothing is known of this size: leave it out.");
        }
    }
}
