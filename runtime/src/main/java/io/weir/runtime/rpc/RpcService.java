package io.weir.runtime.rpc;

import io.weir.runtime.security.ClusterSecret;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * The calls of one process: starts and stops its endpoints and finds those of others. Calls within the process go
 * straight to the endpoint's main thread, calls to other processes over one connection per process. For any thread.
 *
 * <p>Life: opened once per process, closed once; closing stops the endpoints that still run and ends every call.
 */
public final class RpcService implements AutoCloseable {
    private final RpcThreads threads;
    private final GatewayProxy.Timer timer;
    private final LocalEndpoints endpoints = new LocalEndpoints();

    private final String host;
    private final Optional<RpcNetwork> network;

    private RpcService(RpcSettings settings, RpcThreads threads, Function<CallTarget, RpcNetwork> network) {
        this.threads = threads;
        this.timer = new GatewayProxy.Timer(threads.timer(), settings.askTimeout());
        this.host = settings.listen().map(RpcSettings.Listen::host).orElse("localhost");
        this.network = Optional.ofNullable(network.apply(endpoints));
    }

    /**
     * Opens a service that reaches its own endpoints only.
     *
     * @param settings the time-outs
     * @param threads its threads
     * @return the service
     */
    public static RpcService local(RpcSettings settings, RpcThreads threads) {
        return new RpcService(settings, threads, endpoints -> null);
    }

    /**
     * Opens a service that reaches the endpoints of other processes, and is reached by them if the settings say so.
     *
     * @param settings the time-outs, and where it listens
     * @param secret the cluster's secret
     * @param messageClasses the records and enums that calls may carry, in the same order in all processes
     * @param threads its threads
     * @return the service
     * @throws WeirException if it cannot listen
     */
    public static RpcService open(
            RpcSettings settings, ClusterSecret secret, List<Class<?>> messageClasses, RpcThreads threads) {
        MessageCodec codec = new MessageCodec(messageClasses, settings.maximumFrameSize());
        return new RpcService(settings, threads, endpoints -> new RpcNetwork(settings, secret, codec, endpoints));
    }

    /** Returns the host under which other processes reach this one. */
    public String host() {
        return host;
    }

    /** Returns the port at which other processes reach this one; 0 if they do not. */
    public int port() {
        return network.map(RpcNetwork::port).orElse(0);
    }

    /**
     * Returns where an endpoint of this process is called.
     *
     * @param endpoint its name
     * @return the address
     */
    public RpcAddress address(String endpoint) {
        return new RpcAddress(host(), port(), endpoint);
    }

    /**
     * Starts an endpoint; calls to it wait until it has started.
     *
     * @param endpoint the endpoint
     * @return complete when {@link RpcEndpoint#onStart} has returned; if it has thrown, the endpoint was stopped
     */
    public CompletableFuture<Void> start(RpcEndpoint endpoint) {
        // It must be in reach before it starts, for what it does then may lead to calls; and these must come after the
        // start.
        CompletableFuture<Void> inReach = new CompletableFuture<>();
        CompletableFuture<Void> started = endpoint.main().call(() -> {
            inReach.join();
            endpoint.onStart();
            return null;
        });
        try {
            endpoints.add(endpoint);
            inReach.complete(null);
        } catch (IllegalStateException e) {
            inReach.completeExceptionally(e);
            endpoint.main().end();
            throw e;
        }
        started.whenComplete((nothing, failure) -> {
            if (failure != null) {
                stop(endpoint);
            }
        });
        return started;
    }

    /**
     * Stops an endpoint: no call reaches it any more, then {@link RpcEndpoint#onStop} runs, then its main thread ends.
     *
     * @param endpoint the endpoint
     * @return complete when all that is done; at once if it does not run
     */
    public CompletableFuture<Void> stop(RpcEndpoint endpoint) {
        Optional<Runnable> ended = endpoints.remove(endpoint);
        if (ended.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return endpoint.main()
                .call(endpoint::onStop)
                .thenCompose(stopped -> stopped)
                .whenComplete((nothing, failure) -> {
                    endpoint.main().end();
                    ended.get().run();
                });
    }

    /**
     * Finds an endpoint. That it exists, and takes the token, shows with the first call.
     *
     * @param address where it is
     * @param gateway how it is called
     * @param token the token that calls carry
     * @param <G> how it is called
     * @return the gateway; UNREACHABLE if nothing answers there, AUTHENTICATION if the peer has another secret
     */
    public <G extends RpcGateway> CompletableFuture<G> connect(
            RpcAddress address, Class<G> gateway, FencingToken token) {
        if (isLocal(address)) {
            return CompletableFuture.completedFuture(GatewayProxy.create(gateway, address, token, endpoints, timer));
        }
        if (network.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new WeirException(ErrorCode.UNREACHABLE, "There is no way from this process to " + address + "."));
        }
        return network.get()
                .connect(address)
                .thenApply(connection -> GatewayProxy.create(gateway, address, token, connection, timer));
    }

    /**
     * Watches the way to an endpoint: of another process until the connection to it is lost, of this process until the
     * endpoint has stopped. If there is no connection now, the listener runs at once.
     *
     * @param address the endpoint
     * @param listener runs once, on a thread of the transport: hand over to a main thread
     * @return ends the watch
     */
    public Runnable onDisconnect(RpcAddress address, Runnable listener) {
        if (isLocal(address)) {
            return endpoints.watch(address.endpoint(), listener);
        }
        return network.map(connections -> connections.watch(address, listener)).orElseGet(() -> {
            listener.run();
            return () -> {};
        });
    }

    /** Stops the endpoints and waits until they have stopped. */
    @Override
    public void close() {
        CompletableFuture<?>[] stops = endpoints.all().stream().map(this::stop).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(stops).handle((nothing, failure) -> null).join();
        network.ifPresent(RpcNetwork::close);
        threads.timer().shutdownNow();
    }

    MainThread newMainThread(String name) {
        ScheduledExecutorService executor = threads.mainThreads().apply(name);
        return new MainThread(name, executor);
    }

    private boolean isLocal(RpcAddress address) {
        return address.port() == 0
                || (address.port() == port() && address.host().equals(host));
    }
}
