package io.weir.runtime.batch;

import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.types.TypeInformation;
import java.io.Serializable;

/**
 * What is known of the records of a solution set. Each task has its own, since a selector belongs to one thread.
 *
 * @param keying how the key of a record is found
 * @param type the type of the records
 * @param <K> the type of the keys
 * @param <S> the type of the records
 */
public record SolutionKeys<K, S>(Keying<S, K> keying, TypeInformation<S> type) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Returns the keying that tells the same keys apart with fewer objects. */
    Keying<S, K> bare() {
        return FieldKeys.bare(keying);
    }
}
