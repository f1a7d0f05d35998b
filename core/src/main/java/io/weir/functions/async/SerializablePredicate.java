package io.weir.functions.async;

import java.io.Serializable;
import java.util.function.Predicate;

/**
 * A condition that travels with a program; lambdas become one where it is asked for.
 *
 * @param <T> the type of what it is asked about
 */
@FunctionalInterface
public interface SerializablePredicate<T> extends Predicate<T>, Serializable {}
