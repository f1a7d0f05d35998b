package io.weir.runtime.rpc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * What the transport must know of a gateway's method.
 *
 * @param method the method
 * @param key how a call names it: interface, name and parameter types, all by their simple names
 * @param oneWay whether it returns nothing
 * @param timeout how long a call may take, if the method says so
 */
record GatewayMethod(Method method, String key, boolean oneWay, Optional<Duration> timeout) {
    /** The methods of gateways: found and checked once per interface, kept as long as the interface is loaded. */
    private static final ClassValue<Map<Method, GatewayMethod>> CACHE = new ClassValue<>() {
        @Override
        protected Map<Method, GatewayMethod> computeValue(Class<?> gateway) {
            return find(gateway);
        }
    };

    /** Returns the methods of a gateway interface; default and static methods are not called remotely. */
    static Map<Method, GatewayMethod> of(Class<?> gateway) {
        return CACHE.get(gateway);
    }

    /** Returns the methods of all gateways that a class implements, by key. */
    static Map<String, GatewayMethod> implementedBy(Class<?> endpoint) {
        Map<String, GatewayMethod> byKey = new HashMap<>();
        for (Class<?> type = endpoint; type != null; type = type.getSuperclass()) {
            for (Class<?> candidate : type.getInterfaces()) {
                if (RpcGateway.class.isAssignableFrom(candidate)) {
                    of(candidate).values().forEach(method -> byKey.put(method.key(), method));
                }
            }
        }
        return byKey;
    }

    private static Map<Method, GatewayMethod> find(Class<?> gateway) {
        if (!gateway.isInterface() || !RpcGateway.class.isAssignableFrom(gateway)) {
            throw new IllegalArgumentException(gateway.getName() + " is no interface that extends RpcGateway.");
        }
        return Arrays.stream(gateway.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .collect(Collectors.toUnmodifiableMap(method -> method, GatewayMethod::describe));
    }

    private static GatewayMethod describe(Method method) {
        boolean oneWay = method.getReturnType() == void.class;
        if (!oneWay && method.getReturnType() != CompletableFuture.class) {
            throw new IllegalArgumentException(
                    method + " must return CompletableFuture or void, for it belongs to a gateway.");
        }
        // A gateway may be an interface that only its package sees.
        method.setAccessible(true);
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(","));
        String key = method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + parameters + ")";
        RpcTimeout timeout = method.getAnnotation(RpcTimeout.class);
        return new GatewayMethod(
                method,
                key,
                oneWay,
                Optional.ofNullable(timeout).map(RpcTimeout::millis).map(Duration::ofMillis));
    }
}
