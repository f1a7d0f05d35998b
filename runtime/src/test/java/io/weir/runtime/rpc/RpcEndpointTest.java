package io.weir.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.RpcOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RpcEndpointTest {
    private static final FencingToken TOKEN = FencingToken.random();

    private final RpcService service = open(Duration.ofSeconds(30));

    private static RpcService open(Duration askTimeout) {
        return RpcService.local(
                RpcSettings.calling(new Configuration().set(RpcOptions.ASK_TIMEOUT, askTimeout)), RpcThreads.create());
    }

    @AfterEach
    void close() {
        service.close();
    }

    interface Counting extends RpcGateway {
        CompletableFuture<Integer> add(int summand);

        CompletableFuture<String> fail(String message);

        @RpcTimeout(millis = 20_000)
        CompletableFuture<String> never();

        CompletableFuture<String> neverInTime();

        void tell(CountDownLatch latch);
    }

    interface Other extends RpcGateway {
        CompletableFuture<Void> nothing();
    }

    private static final class Counter extends RpcEndpoint implements Counting {
        private int sum;
        private boolean stopped;

        Counter(RpcService service) {
            super(service, "counter", TOKEN);
        }

        @Override
        public CompletableFuture<Integer> add(int summand) {
            assertMainThread();
            sum += summand;
            return CompletableFuture.completedFuture(sum);
        }

        @Override
        public CompletableFuture<String> fail(String message) {
            throw new IllegalStateException(message);
        }

        @Override
        public CompletableFuture<String> never() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<String> neverInTime() {
            return new CompletableFuture<>();
        }

        @Override
        public void tell(CountDownLatch latch) {
            assertMainThread();
            schedule(Duration.ofMillis(1), () -> {
                assertMainThread();
                latch.countDown();
            });
        }

        @Override
        protected void onStart() {
            assertMainThread();
            sum = 10;
        }

        @Override
        protected CompletableFuture<Void> onStop() {
            assertMainThread();
            stopped = true;
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void callsRunOnTheMainThreadAfterTheStart() throws Exception {
        Counter counter = new Counter(service);
        service.start(counter);
        Counting gateway = connect(counter.address(), TOKEN);
        assertThat(gateway.add(5).get()).isEqualTo(15);
        CountDownLatch told = new CountDownLatch(1);
        gateway.tell(told);
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> counter.add(1)).isInstanceOf(IllegalStateException.class);
        assertThat(gateway).hasToString("counter at this process");
    }

    @Test
    void refusesWhatItCannotAnswer() throws Exception {
        Counter counter = new Counter(service);
        service.start(counter).get();
        assertFails(connect(counter.address(), FencingToken.random()).add(1), ErrorCode.FENCED, "token");
        assertFails(connect(counter.address(), TOKEN).fail("boom"), ErrorCode.INTERNAL, "boom");
        assertFails(connect(service.address("nobody"), TOKEN).add(1), ErrorCode.UNREACHABLE, "nobody");
        Other other = service.connect(counter.address(), Other.class, TOKEN).get();
        assertFails(other.nothing(), ErrorCode.NOT_FOUND, "Other.nothing()");
    }

    @Test
    void endsCallsThatTakeTooLong() throws Exception {
        try (RpcService hasty = open(Duration.ofMillis(20))) {
            Counter counter = new Counter(hasty);
            hasty.start(counter).get();
            Counting gateway =
                    hasty.connect(counter.address(), Counting.class, TOKEN).get();
            assertFails(gateway.neverInTime(), ErrorCode.TIMEOUT, "Counting.neverInTime()");
        }
    }

    @Test
    void stoppingEndsCallsAndTellsWatchers() throws Exception {
        Counter counter = new Counter(service);
        service.start(counter).get();
        CompletableFuture<Void> disconnected = new CompletableFuture<>();
        service.onDisconnect(counter.address(), () -> disconnected.complete(null));
        CompletableFuture<String> poll = connect(counter.address(), TOKEN).never();
        service.stop(counter).get();
        assertThat(counter.stopped).isTrue();
        assertFails(poll, ErrorCode.UNREACHABLE, "counter was stopped");
        disconnected.get(30, TimeUnit.SECONDS);
        assertFails(connect(counter.address(), TOKEN).add(1), ErrorCode.UNREACHABLE, "counter");
    }

    private Counting connect(RpcAddress address, FencingToken token) throws Exception {
        return service.connect(address, Counting.class, token).get();
    }

    private static void assertFails(CompletableFuture<?> call, ErrorCode code, String text) {
        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    /** Its end comes from outside while work waits for the main thread. */
    @Test
    void whoWaitsForWorkThatIsDroppedLearnsSo() throws Exception {
        Counter counter = new Counter(service);
        service.start(counter).get();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        counter.mainThread().execute(() -> {
            busy.countDown();
            awaitQuietly(goOn);
        });
        busy.await();
        CompletableFuture<Integer> waiting = counter.callInMainThread(() -> 1);
        counter.main().end();
        goOn.countDown();
        assertFails(waiting, ErrorCode.UNREACHABLE, "counter has ended");
        assertFails(counter.callInMainThread(() -> 2), ErrorCode.UNREACHABLE, "counter has ended");
    }

    @Test
    void theEndInterruptsNobodyWhoLearnsOfIt() throws Exception {
        Counter counter = new Counter(service);
        service.start(counter).get();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        service.onDisconnect(
                counter.address(),
                () -> interrupted.complete(Thread.currentThread().isInterrupted()));
        // From its own thread, so that it is that thread on which the end takes effect.
        counter.callInMainThread(() -> service.stop(counter)).get().get();
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aNameThatIsTakenLeavesNoThread() throws Exception {
        service.start(new Counter(service)).get();
        Counter second = new Counter(service);
        assertThatThrownBy(() -> service.start(second)).hasMessageContaining("is running already");
        assertFails(second.callInMainThread(() -> 1), ErrorCode.UNREACHABLE, "counter has ended");
    }

    @Test
    void aServiceWithoutATimerFailsCallsInTheirFutures() throws Exception {
        RpcThreads threads = RpcThreads.create();
        try (RpcService closing = RpcService.local(RpcSettings.calling(new Configuration()), threads)) {
            Counter counter = new Counter(closing);
            closing.start(counter).get();
            Counting gateway =
                    closing.connect(counter.address(), Counting.class, TOKEN).get();
            threads.timer().shutdownNow();
            assertFails(gateway.never(), ErrorCode.UNREACHABLE, "makes no calls any more");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
