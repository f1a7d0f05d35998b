package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.PlanExecutors;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;

/** The examples as applications of their own, which end with their jobs. */
class BatchPerJobOnYarnTest extends BatchExamples {
    @Override
    void run(Program program, String[] arguments) throws Exception {
        DeployingExecutor executor = yarn().examples(options(), programOptions());
        PlanExecutors.setContext(executor);
        program.main(arguments);
        assertThat(yarn().ended(executor.cluster().applicationId(), options()).getFinalApplicationStatus())
                .isEqualTo(FinalApplicationStatus.SUCCEEDED);
        executor.cluster().close();
    }
}
