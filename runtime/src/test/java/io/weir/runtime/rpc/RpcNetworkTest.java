package io.weir.runtime.rpc;

import static io.weir.runtime.rpc.EchoEndpoint.SECRET;
import static io.weir.runtime.rpc.EchoEndpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.rpc.EchoEndpoint.Probe;
import io.weir.runtime.security.RecordingLeakDetector;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RpcNetworkTest {
    private RpcService server;
    private RpcService client;
    private EchoEndpoint echo;

    @BeforeEach
    void open() throws Exception {
        server = EchoEndpoint.open(true, SECRET);
        client = EchoEndpoint.open(false, SECRET);
        echo = new EchoEndpoint(server);
        server.start(echo).get();
    }

    @AfterAll
    static void allBuffersCameBack() {
        RecordingLeakDetector.assertNoLeaks();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void callsAndAnswersCrossTheNetwork() throws Exception {
        Echoing gateway = connect(client, TOKEN);
        assertThat(gateway.echo(new Probe(5)).get()).isEqualTo(new Probe(5));
        assertThat(gateway.echo(null).get()).isNull();
        gateway.tell("hello");
        assertThat(echo.told.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
        assertThat(gateway).hasToString("echo at localhost:" + server.port());
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        assertThat(gateway.bytes(large).get()).isEqualTo(large);
    }

    @Test
    void manyThreadsShareOneConnection() throws Exception {
        Echoing gateway = connect(client, TOKEN);
        List<CompletableFuture<Void>> callers = IntStream.range(0, 8)
                .mapToObj(caller -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 500; i++) {
                                assertThat(gateway.echo(new Probe(caller * 500 + i))
                                                .join()
                                                .value())
                                        .isEqualTo(caller * 500 + i);
                            }
                        },
                        runnable -> new Thread(runnable).start()))
                .toList();
        for (CompletableFuture<Void> caller : callers) {
            caller.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void failuresCrossTheNetworkAsCodeMessageAndTrace() throws Exception {
        Echoing gateway = connect(client, TOKEN);
        assertThat(assertFails(gateway.fail(ErrorCode.RESOURCES, "no slots"), ErrorCode.RESOURCES, "no slots"))
                .hasStackTraceContaining("EchoEndpoint.fail");
        assertFails(gateway.fail(ErrorCode.INTERNAL, "bug"), ErrorCode.INTERNAL, "IllegalStateException: bug");
        assertFails(connect(client, FencingToken.NONE).echo(null), ErrorCode.FENCED, "token");
        assertFails(gateway.hangShortly(), ErrorCode.TIMEOUT, "hangShortly() to echo at localhost:");
        EchoEndpoint.Unknown unknown = client.connect(echo.address(), EchoEndpoint.Unknown.class, TOKEN)
                .get();
        assertFails(unknown.what(1), ErrorCode.NOT_FOUND, "Unknown.what(int)");
        RpcAddress nobody = new RpcAddress("localhost", server.port(), "nobody");
        assertFails(client.connect(nobody, Echoing.class, TOKEN).get().hang(), ErrorCode.UNREACHABLE, "nobody");
    }

    @Test
    void whatIsNoMessageFailsTheCallAndNothingElse() throws Exception {
        Echoing gateway = connect(client, TOKEN);
        assertFails(gateway.foreign(new EchoEndpoint.Foreign(1)), ErrorCode.SERIALIZATION, "Foreign");
        assertFails(gateway.foreign(1), ErrorCode.SERIALIZATION, "Foreign");
        assertFails(gateway.bytes(new byte[64 << 20]), ErrorCode.SERIALIZATION, "rpc.max-frame-size");
        assertThat(gateway.echo(new Probe(1)).get()).isEqualTo(new Probe(1));
    }

    @Test
    void losingTheConnectionEndsCallsAndTellsWatchers() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        // A process that takes calls, answers none and dies without a word.
        RpcNetwork dying = network(0, (call, oneWay) -> {
            called.countDown();
            return new CompletableFuture<>();
        });
        RpcAddress address = new RpcAddress("localhost", dying.port(), "echo");
        Echoing gateway = client.connect(address, Echoing.class, TOKEN).get();
        CompletableFuture<Void> disconnected = new CompletableFuture<>();
        client.onDisconnect(address, () -> disconnected.complete(null));
        CompletableFuture<Void> unwatched = new CompletableFuture<>();
        client.onDisconnect(address, () -> unwatched.complete(null)).run();
        CompletableFuture<Void> call = gateway.hang();
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
        dying.close();
        assertFails(call, ErrorCode.UNREACHABLE, address.peer());
        disconnected.get(30, TimeUnit.SECONDS);
        assertThat(unwatched).isNotDone();
        assertFails(gateway.echo(null), ErrorCode.UNREACHABLE, address.peer());
        assertFails(client.connect(address, Echoing.class, TOKEN), ErrorCode.UNREACHABLE, address.peer());
        CompletableFuture<Void> late = new CompletableFuture<>();
        client.onDisconnect(address, () -> late.complete(null));
        assertThat(late).isDone();
        // The same port again, as after a restart.
        RpcNetwork restarted =
                network(address.port(), (again, oneWay) -> CompletableFuture.completedFuture(new Probe(2)));
        assertThat(client.connect(address, Echoing.class, TOKEN)
                        .get()
                        .echo(null)
                        .get())
                .isEqualTo(new Probe(2));
        restarted.close();
    }

    @Test
    void anEndpointThatStopsEndsItsCalls() throws Exception {
        CompletableFuture<Void> call = connect(client, TOKEN).hang();
        assertThat(echo.hanging.await(30, TimeUnit.SECONDS)).isTrue();
        server.stop(echo);
        assertFails(call, ErrorCode.UNREACHABLE, "echo was stopped");
        assertFails(connect(client, TOKEN).hang(), ErrorCode.UNREACHABLE, "echo");
    }

    private static RpcNetwork network(int port, CallTarget target) {
        return new RpcNetwork(
                EchoEndpoint.settings(port), SECRET, new MessageCodec(EchoEndpoint.MESSAGES, 1 << 20), target);
    }

    private Echoing connect(RpcService from, FencingToken token) throws Exception {
        RpcAddress address = new RpcAddress("localhost", server.port(), "echo");
        return from.connect(address, Echoing.class, token).get(30, TimeUnit.SECONDS);
    }

    private static Throwable assertFails(CompletableFuture<?> call, ErrorCode code, String text) {
        Throwable[] cause = new Throwable[1];
        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(WeirException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    cause[0] = e;
                })
                .hasMessageContaining(text);
        return cause[0];
    }

    /** Whatever the writer lets pass the reader has to take: else the connection would break at a message's size. */
    @Test
    void everyMessageUpToTheLimitGetsThrough() throws Exception {
        int limit = 1 << 14;
        RpcNetwork small = new RpcNetwork(
                EchoEndpoint.settings(0),
                SECRET,
                new MessageCodec(EchoEndpoint.MESSAGES, limit),
                (call, oneWay) -> CompletableFuture.completedFuture(new byte[0]));
        RpcSettings settings = new RpcSettings(Optional.empty(), Duration.ofSeconds(30), limit);
        try (RpcService caller = RpcService.open(settings, SECRET, EchoEndpoint.MESSAGES, RpcThreads.create())) {
            Echoing gateway = caller.connect(new RpcAddress("localhost", small.port(), "echo"), Echoing.class, TOKEN)
                    .get();
            int refused = 0;
            for (int size = limit - 200; size <= limit; size++) {
                CompletableFuture<byte[]> answer = gateway.bytes(new byte[size]);
                if (refused > 0 || answer.isCompletedExceptionally()) {
                    assertFails(answer, ErrorCode.SERIALIZATION, "rpc.max-frame-size");
                    refused++;
                } else {
                    assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
                }
            }
            assertThat(refused).isBetween(1, 199);
        } finally {
            small.close();
        }
    }
}
