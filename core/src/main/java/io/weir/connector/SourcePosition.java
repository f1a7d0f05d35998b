package io.weir.connector;

/**
 * Where in a source a record is, for people who look for it.
 *
 * @param splitId the id of the split
 * @param position the place in the split, in words; null if the reader does not know
 */
public record SourcePosition(String splitId, String position) {}
