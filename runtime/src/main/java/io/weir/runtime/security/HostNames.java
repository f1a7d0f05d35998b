package io.weir.runtime.security;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up on threads of its own: the system may take many seconds for that, during which an event loop could
 * serve none of its connections. For any thread; closed with its event loops.
 */
final class HostNames implements AutoCloseable {
    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 5;

    private final Lookup lookup;
    private final EventExecutorGroup timer;
    private final ThreadPoolExecutor threads;

    // Look-ups under way: added by callers, removed by whoever completes them.
    private final Set<CompletableFuture<InetAddress>> pending = ConcurrentHashMap.newKeySet();

    /** Asks the system for the address of a host. */
    interface Lookup {
        InetAddress addressOf(String host) throws UnknownHostException;
    }

    /**
     * Creates a resolver without a thread; they come when they are needed.
     *
     * @param lookup asks the system
     * @param timer ends look-ups that take too long
     * @param factory makes the threads
     */
    HostNames(Lookup lookup, EventExecutorGroup timer, ThreadFactory factory) {
        this.lookup = lookup;
        this.timer = timer;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Finds an address.
     *
     * @param host a host name or an address
     * @param timeout how long that may take
     * @return the address; fails with an {@link UnknownHostException} that says what is wrong
     */
    CompletableFuture<InetAddress> resolve(String host, Duration timeout) {
        CompletableFuture<InetAddress> result = new CompletableFuture<>();
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            resolve(host, result);
            return result;
        }
        pending.add(result);
        result.whenComplete((address, failure) -> pending.remove(result));
        try {
            threads.execute(() -> resolve(host, result));
            ScheduledFuture<?> alarm = timer.schedule(
                    () -> result.completeExceptionally(new UnknownHostException(
                            "the name " + host + " was not resolved within " + timeout.toMillis() + " ms")),
                    timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
            result.whenComplete((address, failure) -> alarm.cancel(false));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(closed());
        }
        return result;
    }

    private void resolve(String host, CompletableFuture<InetAddress> result) {
        if (result.isDone()) {
            return; // it waited too long for a thread
        }
        try {
            result.complete(lookup.addressOf(host));
        } catch (UnknownHostException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Ends the threads and all look-ups: nobody can connect any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        pending.forEach(result -> result.completeExceptionally(closed()));
    }

    private static UnknownHostException closed() {
        return new UnknownHostException("this process has closed its connections");
    }
}
