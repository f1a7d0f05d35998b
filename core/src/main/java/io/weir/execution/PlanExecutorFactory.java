package io.weir.execution;

import io.weir.configuration.Configuration;

/** Creates the executor of a target. Found with {@link java.util.ServiceLoader}. */
public interface PlanExecutorFactory {
    /** Returns the value of {@code execution.target} that this factory serves. */
    String target();

    /**
     * Creates an executor.
     *
     * @param configuration the options
     * @return the executor
     */
    PlanExecutor create(Configuration configuration);
}
