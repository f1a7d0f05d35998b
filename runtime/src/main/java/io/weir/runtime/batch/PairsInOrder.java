package io.weir.runtime.batch;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of two inputs come in the order of their keys, so that they need not be sorted.
 *
 * @param first whether the first does
 * @param second whether the second does
 */
public record PairsInOrder(boolean first, boolean second) implements Serializable {
    /** Neither does. */
    public static final PairsInOrder NONE = new PairsInOrder(false, false);

    private static final long serialVersionUID = 1L;

    List<Integer> inputs() {
        return IntStream.range(0, 2)
                .filter(input -> input == 0 ? first : second)
                .boxed()
                .toList();
    }
}
