package io.weir.runtime.rpc;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of this process by name, and the way to their main threads. Calls from within the process and calls
 * that came over a connection take the same way. For any thread.
 */
final class LocalEndpoints implements CallTarget {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEndpoints.class);

    // Written by whoever starts and stops endpoints, read by every caller.
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A started endpoint. */
    private static final class Entry {
        final RpcEndpoint endpoint;
        final Map<String, GatewayMethod> methods;
        final Watchers watchers = new Watchers();

        // Calls under way: added by callers, removed by whoever completes them.
        final Set<CompletableFuture<Object>> unanswered = ConcurrentHashMap.newKeySet();

        // Written once, by the thread that ends the endpoint; read by callers.
        volatile boolean ended;

        Entry(RpcEndpoint endpoint) {
            this.endpoint = endpoint;
            this.methods = GatewayMethod.implementedBy(endpoint.getClass());
        }

        void end() {
            ended = true;
            unanswered.forEach(call -> call.completeExceptionally(stopped(endpoint.name())));
            watchers.end();
        }
    }

    void add(RpcEndpoint endpoint) {
        if (entries.putIfAbsent(endpoint.name(), new Entry(endpoint)) != null) {
            throw new IllegalStateException("An endpoint with the name " + endpoint.name() + " is running already.");
        }
    }

    /**
     * Takes an endpoint out of reach.
     *
     * @return what ends the calls that it has not answered by the time it has stopped, and tells those who watch it;
     *     nothing if it was not in reach
     */
    Optional<Runnable> remove(RpcEndpoint endpoint) {
        Entry entry = entries.get(endpoint.name());
        if (entry == null || entry.endpoint != endpoint || !entries.remove(endpoint.name(), entry)) {
            return Optional.empty();
        }
        return Optional.of(entry::end);
    }

    List<RpcEndpoint> all() {
        return entries.values().stream().map(entry -> entry.endpoint).toList();
    }

    /** Watches until an endpoint has stopped. */
    Runnable watch(String name, Runnable watcher) {
        Entry entry = entries.get(name);
        if (entry == null) {
            watcher.run();
            return () -> {};
        }
        return entry.watchers.add(watcher);
    }

    @Override
    public CompletableFuture<Object> call(RpcCall call, boolean oneWay) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        Entry entry = entries.get(call.endpoint());
        if (entry == null) {
            result.completeExceptionally(new WeirException(
                    ErrorCode.UNREACHABLE, "No endpoint with the name " + call.endpoint() + " runs in this process."));
            return answer(result, call, oneWay);
        }
        entry.unanswered.add(result);
        result.whenComplete((value, failure) -> entry.unanswered.remove(result));
        entry.endpoint.main().execute(() -> perform(entry, call, result));
        if (entry.ended) {
            // Either the end still finds the call among the unanswered, or we see that it has looked. That the endpoint
            // is being stopped is no reason: what it has accepted it answers, such as the very call that stops it.
            result.completeExceptionally(stopped(call.endpoint()));
        }
        return answer(result, call, oneWay);
    }

    private static CompletableFuture<Object> answer(CompletableFuture<Object> result, RpcCall call, boolean oneWay) {
        if (!oneWay) {
            return result;
        }
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                LOG.warn("{} on {} failed; nobody waits for its answer.", call.method(), call.endpoint(), failure);
            }
        });
        return CompletableFuture.completedFuture(null);
    }

    private static void perform(Entry entry, RpcCall call, CompletableFuture<Object> result) {
        try {
            Object value = invoke(entry, call);
            if (value instanceof CompletionStage<?> stage) {
                stage.whenComplete((answer, failure) -> {
                    if (failure == null) {
                        result.complete(answer);
                    } else {
                        result.completeExceptionally(RpcFailures.of(failure));
                    }
                });
            } else {
                result.complete(null);
            }
        } catch (Throwable e) {
            result.completeExceptionally(RpcFailures.of(e));
        }
    }

    private static Object invoke(Entry entry, RpcCall call) throws ReflectiveOperationException {
        RpcEndpoint endpoint = entry.endpoint;
        if (!endpoint.fencingToken().equals(call.token())) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "The call " + call.method() + " carries the token " + call.token() + ", but " + endpoint.name()
                            + " leads with the token " + endpoint.fencingToken() + ".");
        }
        GatewayMethod method = entry.methods.get(call.method());
        if (method == null
                || method.method().getParameterCount() != call.arguments().size()) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND, "The endpoint " + endpoint.name() + " has no method " + call.method() + ".");
        }
        return method.method().invoke(endpoint, call.arguments().toArray());
    }

    private static WeirException stopped(String name) {
        return new WeirException(ErrorCode.UNREACHABLE, "The endpoint " + name + " was stopped.");
    }
}
