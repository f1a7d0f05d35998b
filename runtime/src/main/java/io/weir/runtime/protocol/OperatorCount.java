package io.weir.runtime.protocol;

/**
 * What one operator has counted, for instance records that came too late.
 *
 * @param operator the name of the operator
 * @param name what was counted
 * @param value how many
 */
public record OperatorCount(String operator, String name, long value) {
    /** The name of the count of bytes that batch operators have written to disk for lack of managed memory. */
    public static final String SPILLED = "spilledBytes";
}
