package io.weir.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name service that is slow, or does not answer at all, holds up nobody but those who ask for the name. */
@Timeout(120)
class HostNamesTest {
    private static final WireProtocol PROTOCOL = new WireProtocol("names", (byte) 9, 1);
    private static final ClusterSecret SECRET = ClusterSecret.random(new SecureRandom());

    private final CountDownLatch answer = new CountDownLatch(1);
    private final EventLoops loops = EventLoops.create("names", 1, this::lookUp);
    private AuthenticatedServer server;

    @BeforeEach
    void listen() {
        server = AuthenticatedServer.listen(
                loops,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                handshake(Duration.ofSeconds(60)),
                channel -> {});
    }

    @AfterEach
    void close() {
        answer.countDown();
        server.close();
        loops.close();
    }

    private static Handshake handshake(Duration timeout) {
        return new Handshake(SECRET, new SecureRandom(), timeout, PROTOCOL);
    }

    private InetAddress lookUp(String host) throws UnknownHostException {
        if (host.equals("unknown.example")) {
            throw new UnknownHostException("nobody knows " + host);
        }
        if (host.equals("slow.example")) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
        }
        return InetAddress.getLoopbackAddress();
    }

    private CompletableFuture<Channel> connect(String host, Duration timeout) {
        return new AuthenticatedConnector(loops, handshake(timeout)).connect(host, server.port(), channel -> {});
    }

    @Test
    void aSlowLookUpHoldsUpNoOtherConnection() throws Exception {
        CompletableFuture<Channel> slow = connect("slow.example", Duration.ofSeconds(60));
        assertThat(connect("quick.example", Duration.ofSeconds(60))
                        .get(20, TimeUnit.SECONDS)
                        .isActive())
                .isTrue();
        assertThat(connect("127.0.0.1", Duration.ofSeconds(60))
                        .get(20, TimeUnit.SECONDS)
                        .isActive())
                .isTrue();
        assertThat(slow).isNotDone();
        answer.countDown();
        assertThat(slow.get(20, TimeUnit.SECONDS).isActive()).isTrue();
    }

    @Test
    void aLookUpThatTakesTooLongMeansUnreachable() {
        assertUnreachable(connect("slow.example", Duration.ofMillis(20)), "not resolved within 20 ms");
    }

    @Test
    void anUnknownNameIsNamed() {
        assertUnreachable(connect("unknown.example", Duration.ofSeconds(60)), "nobody knows unknown.example");
    }

    @Test
    void theEndEndsLookUps() {
        CompletableFuture<Channel> slow = connect("slow.example", Duration.ofSeconds(60));
        loops.close();
        assertUnreachable(slow, "has closed its connections");
        assertUnreachable(connect("quick.example", Duration.ofSeconds(60)), "has closed its connections");
    }

    private static void assertUnreachable(CompletableFuture<Channel> result, String text) {
        assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(ExecutionException.class, e -> assertThat(e.getCause())
                        .isInstanceOfSatisfying(WeirException.class, failure -> assertThat(failure.code())
                                .isEqualTo(ErrorCode.UNREACHABLE))
                        .hasMessageContaining(text));
    }
}
