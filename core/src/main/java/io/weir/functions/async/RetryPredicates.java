package io.weir.functions.async;

import java.util.Collection;

/** The usual conditions for trying a request again. Stateless. */
public final class RetryPredicates {
    /** Every failure. */
    public static final SerializablePredicate<Throwable> HAS_EXCEPTION_PREDICATE = error -> true;

    private RetryPredicates() {}

    /** Returns the condition that there is no result. */
    public static <O> SerializablePredicate<Collection<O>> emptyResult() {
        return Collection::isEmpty;
    }

    /**
     * Returns the condition that the failure is of a type.
     *
     * @param type the type
     */
    public static SerializablePredicate<Throwable> createExceptionTypePredicate(Class<? extends Throwable> type) {
        return type::isInstance;
    }
}
