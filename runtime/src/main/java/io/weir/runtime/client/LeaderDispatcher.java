package io.weir.runtime.client;

import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.runtime.rpc.RpcService;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Dispatcher of whoever leads the cluster: calls that did not reach the leader are made again, to the next one if need
 * be. For any thread.
 */
final class LeaderDispatcher implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderDispatcher.class);
    private static final long PAUSE_MILLIS = 200;

    private final RpcService rpc;
    private final LeaderRetrieval leaders;
    private final ClusterWatch watch;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Duration patience;

    private LeaderDispatcher(
            RpcService rpc,
            LeaderRetrieval leaders,
            ClusterWatch watch,
            ScheduledExecutorService timer,
            Clock clock,
            Duration patience) {
        this.rpc = rpc;
        this.leaders = leaders;
        this.watch = watch;
        this.timer = timer;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Makes a gateway.
     *
     * @param rpc makes the calls
     * @param leaders tells who leads
     * @param watch tells whether there is any use in waiting
     * @param timer lets calls wait
     * @param clock tells for how long they have
     * @param patience how long a call waits for a leader
     */
    static DispatcherGateway create(
            RpcService rpc,
            LeaderRetrieval leaders,
            ClusterWatch watch,
            ScheduledExecutorService timer,
            Clock clock,
            Duration patience) {
        return (DispatcherGateway) Proxy.newProxyInstance(
                DispatcherGateway.class.getClassLoader(),
                new Class<?>[] {DispatcherGateway.class},
                new LeaderDispatcher(rpc, leaders, watch, timer, clock, patience));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "the Dispatcher of the leader";
            };
        }
        CompletableFuture<Object> answer = new CompletableFuture<>();
        attempt(new Call(method, arguments, answer), clock.instant().plus(patience), false);
        return answer;
    }

    /** A call and who waits for it. */
    private record Call(Method method, Object[] arguments, CompletableFuture<Object> answer) {}

    private void attempt(Call call, Instant deadline, boolean again) {
        LeaderAddress leader = leaders.current().orElse(null);
        if (leader == null) {
            WeirException none = new WeirException(
                    ErrorCode.UNREACHABLE, "No JobManager leads the cluster, as far as ZooKeeper knows.");
            failed(call, deadline, again, none);
            return;
        }
        RpcAddress address = new RpcAddress(leader.host(), leader.port(), LeaderAddress.DISPATCHER);
        rpc.connect(address, DispatcherGateway.class, leader.token())
                .thenCompose(gateway -> invoke(call, gateway))
                .whenComplete((value, failure) -> {
                    if (failure == null || again && isSubmittedBefore(call, failure)) {
                        call.answer().complete(value);
                    } else {
                        failed(call, deadline, again, failure);
                    }
                });
    }

    private static CompletableFuture<?> invoke(Call call, DispatcherGateway gateway) {
        try {
            return (CompletableFuture<?>) call.method().invoke(gateway, call.arguments());
        } catch (IllegalAccessException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InvocationTargetException e) {
            return CompletableFuture.failedFuture(e.getCause());
        }
    }

    /** The call before had been carried out, although its answer did not come. */
    private static boolean isSubmittedBefore(Call call, Throwable failure) {
        return call.method().getName().equals("submitJob")
                && Failures.describe(failure).code() == ErrorCode.USAGE;
    }

    private void failed(Call call, Instant deadline, boolean again, Throwable failure) {
        FailureInfo info = Failures.describe(failure);
        boolean isLost =
                switch (info.code()) {
                    case UNREACHABLE, FENCED, TIMEOUT -> true; // nothing that a second call would do twice
                    default -> false;
                };
        if (!isLost || clock.instant().isAfter(deadline)) {
            call.answer().completeExceptionally(Failures.unwrap(failure));
            return;
        }
        if (!again) {
            LOG.info("The leader of the cluster was lost; waiting for the next one. {}", info.message());
        }
        watch.stillThere().whenComplete((yes, ended) -> {
            if (ended == null) {
                tryAgain(call, deadline, failure);
            } else {
                call.answer().completeExceptionally(Failures.unwrap(ended));
            }
        });
    }

    private void tryAgain(Call call, Instant deadline, Throwable failure) {
        try {
            timer.schedule(() -> attempt(call, deadline, true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            call.answer().completeExceptionally(Failures.unwrap(failure));
        }
    }
}
