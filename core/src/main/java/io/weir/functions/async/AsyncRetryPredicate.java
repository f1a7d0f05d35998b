package io.weir.functions.async;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * After which results or failures a request is tried again.
 *
 * @param <O> the type of the results
 */
public interface AsyncRetryPredicate<O> {
    /** Returns which results are not good enough; empty if all are. */
    Optional<Predicate<Collection<O>>> resultPredicate();

    /** Returns after which failures another attempt may help; empty if after none. */
    Optional<Predicate<Throwable>> exceptionPredicate();
}
