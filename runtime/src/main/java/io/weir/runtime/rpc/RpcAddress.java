package io.weir.runtime.rpc;

import java.util.Objects;

/**
 * Where an endpoint is called.
 *
 * @param host the host name or address of its process
 * @param port the port of its process; 0 if it is reached within its process only
 * @param endpoint its name in that process
 */
public record RpcAddress(String host, int port, String endpoint) {
    /** Checks the parts. */
    public RpcAddress {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(endpoint, "endpoint is null");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, not: " + port);
        }
    }

    /** Returns the process's part of the address, as people write it. */
    public String peer() {
        return port == 0 ? "this process" : host + ":" + port;
    }

    @Override
    public String toString() {
        return endpoint + " at " + peer();
    }
}
