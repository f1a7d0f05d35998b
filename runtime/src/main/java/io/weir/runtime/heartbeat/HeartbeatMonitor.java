package io.weir.runtime.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes when each peer gave its last sign of life. One thread owns it: the main thread of the endpoint that watches.
 *
 * @param <P> what peers are told apart by
 */
public final class HeartbeatMonitor<P> {
    private final Duration timeout;
    private final Map<P, Instant> lastSigns = new HashMap<>();

    /**
     * Creates a monitor of no peer.
     *
     * @param timeout how long a peer may be silent
     */
    public HeartbeatMonitor(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Begins to watch a peer; its first sign of life is now.
     *
     * @param peer the peer
     * @param now the time
     */
    public void watch(P peer, Instant now) {
        lastSigns.put(peer, now);
    }

    /**
     * Ends to watch a peer.
     *
     * @param peer the peer
     * @return false if it was not watched
     */
    public boolean unwatch(P peer) {
        return lastSigns.remove(peer) != null;
    }

    /**
     * Notes a sign of life. One of a peer that is not watched is left out.
     *
     * @param peer the peer
     * @param now the time
     */
    public void sign(P peer, Instant now) {
        lastSigns.computeIfPresent(peer, (same, before) -> now.isAfter(before) ? now : before);
    }

    /**
     * Returns the peers that were silent for too long.
     *
     * @param now the time
     * @return the peers
     */
    public List<P> silent(Instant now) {
        return lastSigns.entrySet().stream()
                .filter(entry -> now.isAfter(entry.getValue().plus(timeout)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
