package io.weir.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConnectionsTest {
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

    private final EventLoops loops = EventLoops.create("connections", 1);
    private final Handshake handshake = new Handshake(
            ClusterSecret.random(new SecureRandom()),
            new SecureRandom(),
            Duration.ofSeconds(30),
            new WireProtocol("connections", (byte) 11, 1));

    @AfterEach
    void close() {
        loops.close();
    }

    private AuthenticatedServer listen() {
        return AuthenticatedServer.listen(loops, new InetSocketAddress(LOOPBACK, 0), handshake, channel -> {});
    }

    private Connections<String> connections() {
        return new Connections<>(new AuthenticatedConnector(loops, handshake), (channel, peer) -> peer);
    }

    /** As one does who was refused: tries again at once. */
    @Test
    void afterAFailureTheNextAttemptIsANewOne() {
        AuthenticatedServer gone = listen();
        int port = gone.port();
        gone.close();
        try (Connections<String> connections = connections()) {
            for (int i = 0; i < 300; i++) {
                CompletableFuture<String> failed = connections.connect(LOOPBACK, port);
                assertThatThrownBy(() -> failed.get(20, TimeUnit.SECONDS)).hasMessageContaining("No connection to");
                assertThat(connections.connect(LOOPBACK, port))
                        .as("attempt %s", i)
                        .isNotSameAs(failed);
            }
        }
    }

    @Test
    void aConnectionThatCannotBeSetUpFails() {
        try (AuthenticatedServer server = listen();
                Connections<String> connections =
                        new Connections<>(new AuthenticatedConnector(loops, handshake), (channel, peer) -> {
                            throw new IllegalStateException("no room");
                        })) {
            assertThatThrownBy(
                            () -> connections.connect(LOOPBACK, server.port()).get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("no room");
        }
    }

    @Test
    void oneConnectionServesAllUntilItIsClosed() throws Exception {
        Connections<String> connections = connections();
        try (AuthenticatedServer server = listen()) {
            CompletableFuture<String> first = connections.connect(LOOPBACK, server.port());
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(LOOPBACK + ":" + server.port());
            assertThat(connections.connect(LOOPBACK, server.port())).isSameAs(first);
            assertThat(connections.current(LOOPBACK, server.port())).contains(first.join());
            connections.close();
            assertThatThrownBy(
                            () -> connections.connect(LOOPBACK, server.port()).get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("closed its connections");
        }
    }
}
