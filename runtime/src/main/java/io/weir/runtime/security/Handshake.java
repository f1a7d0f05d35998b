package io.weir.runtime.security;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * What a process needs to prove itself and to have others prove themselves.
 *
 * @param secret the cluster's secret
 * @param random where the challenges come from; any thread may use it
 * @param timeout how long a handshake may take
 * @param protocol what the peers mean to speak afterwards
 */
public record Handshake(ClusterSecret secret, SecureRandom random, Duration timeout, WireProtocol protocol) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * Creates a handshake with the usual time-out.
     *
     * @param secret the cluster's secret
     * @param protocol what the peers mean to speak afterwards
     * @return the handshake
     */
    public static Handshake create(ClusterSecret secret, WireProtocol protocol) {
        return new Handshake(secret, new SecureRandom(), TIMEOUT, protocol);
    }
}
