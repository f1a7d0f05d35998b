package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.plan.Plan;
import io.weir.runtime.graph.JobGraphs;

/**
 * Stands in for a cluster while {@code weir info} runs a program's main method: takes the plan and ends the program
 * there. The thread that runs main owns it.
 */
final class PlanCapture implements PlanExecutor {
    private final Configuration configuration;
    private Plan plan;

    PlanCapture(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Configuration configuration() {
        return new Configuration(configuration);
    }

    @Override
    public JobClient submit(Plan submitted) {
        plan = submitted;
        throw new Captured();
    }

    @Override
    public String explain(Plan explained) {
        return JobGraphs.explain(explained);
    }

    /** Returns the plan that the program submitted first, or null if it submitted none. */
    Plan plan() {
        return plan;
    }

    /** Ends the program. An error, because programs catch exceptions. */
    static final class Captured extends Error {
        private static final long serialVersionUID = 1L;

        Captured() {
            super("The plan was taken; the program ends here.", null, false, false);
        }
    }
}
