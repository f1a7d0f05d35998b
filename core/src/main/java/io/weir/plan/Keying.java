package io.weir.plan;

import io.weir.functions.KeySelector;
import io.weir.types.TypeInformation;
import java.io.Serializable;

/**
 * How records are keyed.
 *
 * @param selector finds the key of a record
 * @param keyType the type of the key
 * @param <T> the type of the records
 * @param <K> the type of the key
 */
public record Keying<T, K>(KeySelector<T, K> selector, TypeInformation<K> keyType) implements Serializable {
    private static final long serialVersionUID = 1L;
}
