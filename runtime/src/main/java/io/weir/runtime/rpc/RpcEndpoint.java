package io.weir.runtime.rpc;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;

/**
 * A part of the control plane that others call. A subclass implements one or more {@link RpcGateway} interfaces; all its
 * state belongs to its main thread, on which alone calls, scheduled work, {@link #onStart} and {@link #onStop} run.
 *
 * <p>Life: created, started once by {@link RpcService#start}, stopped once by {@link RpcService#stop}; then calls to it
 * fail and what is scheduled is dropped.
 */
public abstract class RpcEndpoint {
    private final RpcService service;
    private final String name;
    private final FencingToken fencingToken;
    private final MainThread mainThread;

    /**
     * Creates an endpoint that is not reachable yet.
     *
     * @param service the service of this process
     * @param name the name under which it is called, unique in the process
     * @param fencingToken the token that calls must carry
     */
    protected RpcEndpoint(RpcService service, String name, FencingToken fencingToken) {
        this.service = Objects.requireNonNull(service, "service is null");
        this.name = Objects.requireNonNull(name, "name is null");
        this.fencingToken = Objects.requireNonNull(fencingToken, "fencingToken is null");
        this.mainThread = service.newMainThread(name);
    }

    /** Returns the name under which it is called. */
    public final String name() {
        return name;
    }

    /** Returns the token that calls must carry; asked on the main thread, where a subclass may answer with another one. */
    public FencingToken fencingToken() {
        return fencingToken;
    }

    /** Returns where others call it. */
    public final RpcAddress address() {
        return service.address(name);
    }

    /** Returns the service of this process, to call others. */
    protected final RpcService service() {
        return service;
    }

    /** Returns the main thread, for instance as the executor of {@code thenAcceptAsync}. */
    public final Executor mainThread() {
        return mainThread;
    }

    /** Fails if the caller is not the main thread. */
    protected final void assertMainThread() {
        if (!mainThread.isCurrent()) {
            throw new IllegalStateException("The state of " + name + " belongs to its main thread, not to "
                    + Thread.currentThread().getName() + ".");
        }
    }

    /**
     * Runs work on the main thread, after what was handed over before.
     *
     * @param work the work; what it throws is logged
     */
    protected final void runInMainThread(Runnable work) {
        mainThread.execute(work);
    }

    /**
     * Runs work on the main thread, after what was handed over before.
     *
     * @param work the work
     * @param <T> the type of its result
     * @return its result, or what it threw
     */
    protected final <T> CompletableFuture<T> callInMainThread(Callable<T> work) {
        return mainThread.call(work);
    }

    /**
     * Runs work on the main thread later.
     *
     * @param delay how much later
     * @param work the work; what it throws is logged
     * @return a handle to cancel it
     */
    protected final ScheduledFuture<?> schedule(Duration delay, Runnable work) {
        return mainThread.schedule(delay, work);
    }

    /**
     * Called on the main thread before the first call. If it throws, the endpoint does not start.
     *
     * @throws Exception if the endpoint cannot start
     */
    protected void onStart() throws Exception {}

    /** Called on the main thread after the last call; the main thread ends when the result is complete. */
    protected CompletableFuture<Void> onStop() {
        return CompletableFuture.completedFuture(null);
    }

    final MainThread main() {
        return mainThread;
    }
}
