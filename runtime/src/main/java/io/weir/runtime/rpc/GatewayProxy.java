package io.weir.runtime.rpc;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the method calls of one gateway into {@link RpcCall}s and sees that each ends in time. For any thread. */
final class GatewayProxy implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProxy.class);

    private final RpcAddress address;
    private final FencingToken token;
    private final CallTarget target;
    private final Timer timer;
    private final Map<Method, GatewayMethod> methods;

    /**
     * Ends calls that take too long.
     *
     * @param executor where the time runs
     * @param timeout how long calls may take that name no other time
     */
    record Timer(ScheduledExecutorService executor, Duration timeout) {}

    private GatewayProxy(Class<?> gateway, RpcAddress address, FencingToken token, CallTarget target, Timer timer) {
        this.methods = GatewayMethod.of(gateway);
        this.address = address;
        this.token = token;
        this.target = target;
        this.timer = timer;
    }

    static <G extends RpcGateway> G create(
            Class<G> gateway, RpcAddress address, FencingToken token, CallTarget target, Timer timer) {
        GatewayProxy handler = new GatewayProxy(gateway, address, token, target, timer);
        return gateway.cast(Proxy.newProxyInstance(gateway.getClassLoader(), new Class<?>[] {gateway}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        GatewayMethod known = methods.get(method);
        if (known != null) {
            return call(known, arguments == null ? List.of() : Arrays.asList(arguments));
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> address.toString();
        };
    }

    private CompletableFuture<Object> call(GatewayMethod method, List<Object> arguments) {
        RpcCall call = new RpcCall(address.endpoint(), method.key(), token, arguments);
        CompletableFuture<Object> result = target.call(call, method.oneWay());
        if (method.oneWay()) {
            result.exceptionally(failure -> {
                LOG.warn("{} did not reach {}; nobody waits for its answer.", method.key(), address, failure);
                return null;
            });
            return null;
        }
        if (!result.isDone()) {
            limit(result, method);
        }
        return result;
    }

    private void limit(CompletableFuture<Object> result, GatewayMethod method) {
        Duration timeout = method.timeout().orElse(timer.timeout());
        try {
            ScheduledFuture<?> alarm = timer.executor()
                    .schedule(
                            () -> result.completeExceptionally(new WeirException(
                                    ErrorCode.TIMEOUT,
                                    "The call " + method.key() + " to " + address + " was not answered within "
                                            + timeout.toMillis() + " ms.")),
                            timeout.toNanos(),
                            TimeUnit.NANOSECONDS);
            result.whenComplete((value, failure) -> alarm.cancel(false));
        } catch (RejectedExecutionException e) {
            // Without a timer nothing would end the call, and callers expect failures in the future only.
            result.completeExceptionally(
                    new WeirException(ErrorCode.UNREACHABLE, "This process makes no calls any more.", e));
        }
    }
}
