package io.weir.runtime.ha;

import java.util.Optional;
import java.util.function.Consumer;

/** Tells who leads the cluster. For any thread. */
public interface LeaderRetrieval {
    /**
     * Tells who leads now, and each time that another one does.
     *
     * @param listener takes the leaders, the first one perhaps at once; on any thread, which it must not keep
     * @return ends that
     */
    Runnable watch(Consumer<LeaderAddress> listener);

    /** Returns who leads, as far as that is known. */
    Optional<LeaderAddress> current();

    /**
     * Returns a retrieval of a leader that is never replaced.
     *
     * @param leader the leader
     * @return tells that one
     */
    static LeaderRetrieval fixed(LeaderAddress leader) {
        return new LeaderRetrieval() {
            @Override
            public Runnable watch(Consumer<LeaderAddress> listener) {
                listener.accept(leader);
                return () -> {};
            }

            @Override
            public Optional<LeaderAddress> current() {
                return Optional.of(leader);
            }
        };
    }
}
