package io.weir.connector.format;

/**
 * A split that is nothing but its number.
 *
 * @param getSplitNumber the number, from 0
 * @param getTotalNumberOfSplits how many splits there are
 */
public record GenericInputSplit(int getSplitNumber, int getTotalNumberOfSplits) implements InputSplit {}
