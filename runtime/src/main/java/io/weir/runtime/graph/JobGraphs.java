package io.weir.runtime.graph;

import io.weir.plan.Plan;
import io.weir.plan.Transformation;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.operators.OperatorSpec;

/** Translates plans, for every executor. Stateless. */
public final class JobGraphs {
    private JobGraphs() {}

    /**
     * Translates a plan into the graph that a cluster takes.
     *
     * @param plan the plan
     * @return the graph, with a new job id
     * @throws io.weir.util.WeirException if the plan cannot be run
     */
    public static JobGraph translate(Plan plan) {
        return JobGraphBuilder.write(planned(plan));
    }

    /**
     * Describes how a plan would run.
     *
     * @param plan the plan
     * @return its vertices with their operators and the exchanges between them, as JSON
     * @throws io.weir.util.WeirException if the plan cannot be run
     */
    public static String explain(Plan plan) {
        return PlanJson.write(planned(plan));
    }

    /**
     * Returns the operator that runs an operation by itself, the one for unbounded input where there are two; for those
     * who drive a single operator.
     *
     * @param operation the operation; not a union or a partitioning, which no operator runs
     * @return how the operator is made
     */
    public static OperatorSpec<?, ?> operatorOf(Transformation<?> operation) {
        return OperatorSpecs.specOf(operation);
    }

    /**
     * Returns what the state of an operator is found by in checkpoints.
     *
     * @param uid the uid that the program gave it
     * @return 32 hexadecimal digits
     */
    public static String stateIdOf(String uid) {
        return StateIds.ofUid(uid);
    }

    private static PlannedJob planned(Plan plan) {
        PlannedJob job = JobGraphBuilder.plan(StreamGraphOptimizer.optimize(StreamGraphGenerator.generate(plan)));
        return job.graph().iterates() ? Loops.addTo(job) : job;
    }
}
