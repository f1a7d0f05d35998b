package io.weir.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.runtime.jobgraph.JobVertex;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolClassesTest {
    private static final List<Class<?>> GATEWAYS = List.of(
            DispatcherGateway.class, JobManagerGateway.class, ResourceManagerGateway.class, TaskManagerGateway.class);
    /** What the codec carries without being told. */
    private static final Set<Class<?>> BUILT_IN = Set.of(
            String.class,
            List.class,
            byte[].class,
            Boolean.class,
            Integer.class,
            Long.class,
            Void.class,
            CompletableFuture.class);

    @Test
    void everyTypeThatAGatewayCarriesIsListed() {
        Set<Class<?>> reachable = new LinkedHashSet<>();
        for (Class<?> gateway : GATEWAYS) {
            for (Method method : gateway.getDeclaredMethods()) {
                collect(method.getGenericReturnType(), reachable);
                Arrays.stream(method.getGenericParameterTypes()).forEach(type -> collect(type, reachable));
            }
        }
        assertThat(reachable).contains(JobVertex.class, Configuration.class);
        assertThat(ProtocolClasses.all()).containsAll(reachable);
    }

    @Test
    void listsNothingTwice() {
        assertThat(ProtocolClasses.all()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void everyCallAnswersWithAFuture(int gateway) {
        assertThat(GATEWAYS.get(gateway).getDeclaredMethods())
                .allSatisfy(method -> assertThat(method.getReturnType()).isEqualTo(CompletableFuture.class));
    }

    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType parameterized) {
            collect(parameterized.getRawType(), found);
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof GenericArrayType) {
            throw new AssertionError("not on the wire: " + type);
        } else if (type instanceof Class<?> sealed && sealed.isSealed()) {
            Arrays.stream(sealed.getPermittedSubclasses()).forEach(value -> collect(value, found));
        } else if (type instanceof Class<?> raw && !raw.isPrimitive() && !BUILT_IN.contains(raw) && found.add(raw)) {
            collectComponents(raw, found);
        }
    }

    private static void collectComponents(Class<?> raw, Set<Class<?>> found) {
        assertThat(raw.isRecord() || raw.isEnum() || raw == Configuration.class)
                .as("%s is a value", raw)
                .isTrue();
        if (raw.isRecord()) {
            for (RecordComponent component : raw.getRecordComponents()) {
                collect(component.getGenericType(), found);
            }
        }
    }
}
