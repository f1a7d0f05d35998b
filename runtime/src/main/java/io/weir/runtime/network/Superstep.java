package io.weir.runtime.network;

/**
 * The border of a superstep of an iteration.
 *
 * @param number the superstep, from 1
 * @param end whether all records of the superstep stand before it; else they follow
 * @param aggregates at the beginning, what was aggregated in the superstep before, serialized; else empty
 */
public record Superstep(int number, boolean end, byte[] aggregates) implements Frame {}
