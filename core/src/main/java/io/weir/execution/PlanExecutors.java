package io.weir.execution;

import io.weir.configuration.Configuration;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Finds the executor for a program: the one the command line set for this thread, else the one of the target. */
public final class PlanExecutors {
    /** Set by the thread that runs a program's main method under the command line; inherited by threads it starts. */
    private static final InheritableThreadLocal<PlanExecutor> CONTEXT = new InheritableThreadLocal<>();

    private PlanExecutors() {}

    /**
     * Sets the executor of programs that this thread runs.
     *
     * @param executor the executor, or null for none
     */
    public static void setContext(PlanExecutor executor) {
        if (executor == null) {
            CONTEXT.remove();
        } else {
            CONTEXT.set(executor);
        }
    }

    /** Returns the executor that was set for this thread, or null. */
    public static PlanExecutor context() {
        return CONTEXT.get();
    }

    /**
     * Returns the executor of a target.
     *
     * @param target the value of {@code execution.target}
     * @param configuration the options
     * @return the executor
     */
    public static PlanExecutor forTarget(String target, Configuration configuration) {
        TreeSet<String> known = new TreeSet<>();
        for (PlanExecutorFactory factory : ServiceLoader.load(PlanExecutorFactory.class)) {
            if (factory.target().equals(target)) {
                return factory.create(configuration);
            }
            known.add(factory.target());
        }
        if (known.isEmpty()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "There is no runtime on the class path to run the program with: add the dependency"
                            + " io.weir:weir-runtime.");
        }
        throw new WeirException(
                ErrorCode.CONFIGURATION, "There is no execution target '" + target + "'; known here: " + known + ".");
    }
}
