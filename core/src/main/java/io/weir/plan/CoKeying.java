package io.weir.plan;

import io.weir.functions.KeySelector;
import io.weir.types.TypeInformation;
import java.io.Serializable;

/**
 * How the records of two inputs are keyed.
 *
 * @param first finds the key of a record of the first input
 * @param second finds the key of a record of the second input, or null if its records have none because they are
 *     broadcast
 * @param keyType the type of the key, which is that of both
 * @param <K> the type of the key
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 */
public record CoKeying<K, A, B>(KeySelector<A, K> first, KeySelector<B, K> second, TypeInformation<K> keyType)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Returns the same with the inputs in the other order. */
    public CoKeying<K, B, A> mirrored() {
        return new CoKeying<>(second, first, keyType);
    }
}
