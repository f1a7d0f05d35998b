package io.weir.runtime.budget;

import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.nameContains;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;

/**
 * Counts the calls of the engine's own methods while it is open. The JDK, Kryo, Netty, lambdas, constructors and tests do
 * not count, and neither do classes that are loaded only then: run what is measured once before.
 */
public final class CallCounter implements AutoCloseable {
    private static final Map<String, LongAdder> CALLS = new ConcurrentHashMap<>();

    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final ResettableClassFileTransformer transformer;

    /** Begins to count. */
    public CallCounter() {
        CALLS.clear();
        transformer = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .type(nameStartsWith("io.weir.").and(not(nameContains("Test"))).and(not(nameContains(".budget."))))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Entry.class).on(isMethod().and(not(isSynthetic())))))
                .installOn(instrumentation);
    }

    /** Counts a call. Called by the engine's instrumented methods. */
    public static void count(String method) {
        CALLS.computeIfAbsent(method, name -> new LongAdder()).increment();
    }

    /** Returns the methods that were called at least so often, with their source files. */
    public Map<String, String> calledAtLeast(long times) {
        Map<String, String> methods = new TreeMap<>();
        CALLS.forEach((method, calls) -> {
            if (calls.sum() >= times) {
                methods.put(method, fileOf(method));
            }
        });
        return methods;
    }

    /** Returns how often each method was called. */
    Map<String, Long> calls() {
        Map<String, Long> counts = new TreeMap<>();
        CALLS.forEach((method, calls) -> counts.put(method, calls.sum()));
        return counts;
    }

    /** Returns the source file of a method, as the name of its outermost class. */
    static String fileOf(String method) {
        return method.substring(0, method.indexOf(':')).replaceAll("\\$.*", "");
    }

    @Override
    public void close() {
        transformer.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    }

    /** What each instrumented method does first. */
    static final class Entry {
        private Entry() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t:#m#d") String method) {
            CallCounter.count(method);
        }
    }
}
