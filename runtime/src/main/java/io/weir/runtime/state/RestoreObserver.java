package io.weir.runtime.state;

import io.weir.util.WeirException;
import java.util.List;

/**
 * Learns what became of each state that an operator asks for. While someone observes, a state that cannot be restored
 * begins empty instead of failing whoever asks for it, so that the next one is asked for, too. The thread that opens the
 * operator calls it.
 */
public interface RestoreObserver {
    /**
     * A state was restored.
     *
     * @param state the state
     * @param changes what of its types differs from how it was written, and was converted
     */
    void restored(StateName state, List<String> changes);

    /**
     * A state cannot be restored.
     *
     * @param state the state, or {@link StateName#ALL_KEYED}
     * @param problem why, as whoever starts the program is told
     */
    void refused(StateName state, WeirException problem);
}
