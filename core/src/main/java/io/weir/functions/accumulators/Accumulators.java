package io.weir.functions.accumulators;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.Map;

/** What merges accumulators that have the same name. Stateless. */
public final class Accumulators {
    private Accumulators() {}

    /**
     * Takes the accumulators of one instance up into those of others.
     *
     * @param into those of the others; an accumulator that they do not have becomes one of them
     * @param from those of the instance
     * @throws WeirException if two of the same name are of different classes
     */
    public static void merge(Map<String, Accumulator<?, ?>> into, Map<String, Accumulator<?, ?>> from) {
        from.forEach((name, accumulator) -> {
            Accumulator<?, ?> known = into.putIfAbsent(name, accumulator);
            if (known != null) {
                mergeOne(name, known, accumulator);
            }
        });
    }

    @SuppressWarnings("unchecked") // both are of one class
    private static <V, R extends Serializable> void mergeOne(
            String name, Accumulator<?, ?> into, Accumulator<?, ?> from) {
        if (into.getClass() != from.getClass()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The accumulator '" + name + "' is a " + into.getClass().getSimpleName() + " in one function and a "
                            + from.getClass().getSimpleName() + " in another: give them different names.");
        }
        ((Accumulator<V, R>) into).merge((Accumulator<V, R>) from);
    }
}
