package io.weir.connector;

/** A part of a source that one reader reads at a time. */
public interface SourceSplit {
    /** Returns the id of the split, unique within its source. */
    String splitId();
}
