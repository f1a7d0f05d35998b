package io.weir.runtime.graph;

import io.weir.configuration.Configuration;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import java.util.Map;
import java.util.function.Consumer;

/** Stands where an executor would: takes the plan of a program instead of running it. */
final class PlanCapture implements PlanExecutor {
    private final Configuration configuration;
    private Plan plan;

    private PlanCapture(Configuration configuration) {
        this.configuration = configuration;
    }

    static Plan of(Consumer<StreamExecutionEnvironment> program) {
        return of(Configuration.fromMap(Map.of("parallelism.default", "2")), program);
    }

    static Plan of(Configuration configuration, Consumer<StreamExecutionEnvironment> program) {
        PlanCapture capture = new PlanCapture(configuration);
        PlanExecutors.setContext(capture);
        try {
            StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
            program.accept(environment);
            environment.getExecutionPlan();
            return capture.plan;
        } finally {
            PlanExecutors.setContext(null);
        }
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public JobClient submit(Plan submitted) {
        throw new UnsupportedOperationException("This executor only takes plans.");
    }

    @Override
    public String explain(Plan explained) {
        plan = explained;
        return "";
    }
}
