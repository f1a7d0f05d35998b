package io.weir.yarn;

import io.weir.execution.PlanExecutors;
import io.weir.runtime.client.DeployedCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The examples as jobs of one session. */
class BatchOnYarnTest extends BatchExamples {
    private static DeployedCluster session;

    @BeforeAll
    static void deploy() {
        session = new YarnSessionDeployer().deploySession(options());
    }

    @AfterAll
    static void shutDown() throws Exception {
        if (session != null) {
            session.client().shutdownCluster();
            yarn().ended(session.applicationId(), options());
            session.close();
        }
    }

    @Override
    void run(Program program, String[] arguments) throws Exception {
        PlanExecutors.setContext(new SessionExecutor(session, yarn().exampleJars(), programOptions()));
        program.main(arguments);
    }
}
