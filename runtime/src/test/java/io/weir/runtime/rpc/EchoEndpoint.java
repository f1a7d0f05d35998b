package io.weir.runtime.rpc;

import io.weir.configuration.Configuration;
import io.weir.configuration.MemorySize;
import io.weir.configuration.RpcOptions;
import io.weir.runtime.security.ClusterSecret;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint that sends back what it gets, with the messages that it takes. */
final class EchoEndpoint extends RpcEndpoint implements Echoing {
    static final ClusterSecret SECRET = ClusterSecret.random(new SecureRandom());
    static final FencingToken TOKEN = FencingToken.random();
    static final List<Class<?>> MESSAGES = List.of(Probe.class);
    static final AtomicInteger PROBES = new AtomicInteger();

    final CompletableFuture<String> told = new CompletableFuture<>();
    final CountDownLatch hanging = new CountDownLatch(1);

    /** Counts how often it is made, so that a test sees what is deserialized. */
    record Probe(int value) {
        Probe {
            PROBES.incrementAndGet();
        }
    }

    record Foreign(int value) {}

    interface Unknown extends RpcGateway {
        CompletableFuture<Void> what(int number);
    }

    EchoEndpoint(RpcService service) {
        super(service, "echo", TOKEN);
    }

    static RpcService open(boolean listening, ClusterSecret secret) {
        RpcSettings settings = listening ? settings(0) : RpcSettings.calling(configuration());
        return RpcService.open(settings, secret, MESSAGES, RpcThreads.create());
    }

    static RpcSettings settings(int port) {
        return RpcSettings.listening(configuration(), new RpcSettings.Listen("localhost", "localhost", port));
    }

    private static Configuration configuration() {
        return new Configuration()
                .set(RpcOptions.ASK_TIMEOUT, Duration.ofSeconds(30))
                .set(RpcOptions.MAX_FRAME_SIZE, MemorySize.ofMebiBytes(32));
    }

    @Override
    public CompletableFuture<Probe> echo(Probe probe) {
        assertMainThread();
        return CompletableFuture.completedFuture(probe);
    }

    @Override
    public CompletableFuture<byte[]> bytes(byte[] bytes) {
        return CompletableFuture.completedFuture(bytes);
    }

    @Override
    public CompletableFuture<Object> foreign(Object value) {
        return CompletableFuture.completedFuture(new Foreign(1));
    }

    @Override
    public CompletableFuture<Void> fail(ErrorCode code, String message) {
        return code == ErrorCode.INTERNAL
                ? CompletableFuture.failedFuture(new IllegalStateException(message))
                : CompletableFuture.failedFuture(new WeirException(code, message));
    }

    @Override
    public CompletableFuture<Void> hang() {
        hanging.countDown();
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Void> hangShortly() {
        return new CompletableFuture<>();
    }

    @Override
    public void tell(String text) {
        told.complete(text);
    }
}
