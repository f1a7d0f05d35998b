package io.weir.time;

import java.io.Serializable;

/**
 * A timestamp assigner that can travel with the program, as a lambda does.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface SerializableTimestampAssigner<T> extends TimestampAssigner<T>, Serializable {}
