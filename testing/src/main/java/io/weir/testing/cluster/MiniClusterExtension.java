package io.weir.testing.cluster;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.runtime.protocol.JobSummary;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs the programs of a test class on one cluster in the test's process, so that they need not start one each.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MiniClusterExtension CLUSTER = MiniClusterExtension.of(2, 2); // TaskManagers, slots of each
 *
 * @Test
 * void counts() {
 *     StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
 *     ...
 * }
 * }</pre>
 *
 * <p>{@code getExecutionEnvironment()} then leads to the cluster, with the parallelism of all its slots unless the test
 * says another one; {@code createLocalEnvironment()} does not. With several TaskManagers, records go from one to another
 * over real connections. With {@code @ExtendWith} there is one TaskManager with four slots. Test methods may take the
 * {@link MiniCluster} as a parameter. The thread that runs the tests owns it.
 *
 * <p>Life: the cluster is started before the first test of the class and closed after the last one. A job that a
 * test has left is canceled after the test.
 */
public final class MiniClusterExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final int DEFAULT_SLOTS = 4;

    private final MiniCluster.Settings settings;
    private MiniCluster cluster;

    /** Whether the extension belongs to the class and not to each test. */
    private boolean ofClass;

    /** Creates it for one TaskManager with four slots. */
    public MiniClusterExtension() {
        this(new Configuration(), 1, DEFAULT_SLOTS);
    }

    private MiniClusterExtension(Configuration configuration, int taskManagers, int slotsPerTaskManager) {
        this.settings = new MiniCluster.Settings(new Configuration(configuration), taskManagers, slotsPerTaskManager);
    }

    /**
     * Creates it.
     *
     * @param taskManagers how many TaskManagers there are
     * @param slotsPerTaskManager how many slots each of them has
     * @return the extension
     */
    public static MiniClusterExtension of(int taskManagers, int slotsPerTaskManager) {
        return of(taskManagers, slotsPerTaskManager, new Configuration());
    }

    /**
     * Creates it.
     *
     * @param taskManagers how many TaskManagers there are
     * @param slotsPerTaskManager how many slots each of them has
     * @param configuration the options of the cluster and of its programs
     * @return the extension
     */
    public static MiniClusterExtension of(int taskManagers, int slotsPerTaskManager, Configuration configuration) {
        return new MiniClusterExtension(configuration, taskManagers, slotsPerTaskManager);
    }

    /** Returns the cluster; there is one while the tests of the class run. */
    public MiniCluster cluster() {
        if (cluster == null) {
            throw new IllegalStateException("The cluster runs only while tests do.");
        }
        return cluster;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start(); // an extension that is no static field learns of each test only
        int slots = settings.taskManagers() * settings.slotsPerTaskManager();
        PlanExecutors.setContext(new Executor(cluster, settings.configuration(), slots));
    }

    private void start() {
        if (cluster == null) {
            cluster = MiniCluster.start(settings);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        PlanExecutors.setContext(null);
        if (ofClass) {
            cancelLeftOvers();
        } else {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    /** Lets the next test have all slots. */
    private void cancelLeftOvers() {
        WeirClient client = WeirClient.of(cluster.dispatcher(), settings.configuration());
        for (JobSummary job : client.list()) {
            if (!job.status().isTerminal()) {
                client.cancel(job.id());
            }
        }
    }

    private void stop() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MiniCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        start();
        return cluster;
    }

    /**
     * Sends programs to the cluster.
     *
     * @param cluster the cluster
     * @param options what programs start from
     * @param slots how many slots the cluster has
     */
    private record Executor(MiniCluster cluster, Configuration options, int slots) implements PlanExecutor {
        @Override
        public Configuration configuration() {
            Configuration all = new Configuration(options);
            return all.getOptional(CoreOptions.DEFAULT_PARALLELISM).isPresent()
                    ? all
                    : all.set(CoreOptions.DEFAULT_PARALLELISM, slots);
        }

        @Override
        public JobClient submit(Plan plan) {
            JobGraph graph = JobGraphs.translate(plan);
            if (graph.requiredSlots() > slots) {
                throw new WeirException(
                        ErrorCode.INVALID_PROGRAM,
                        "The program needs " + graph.requiredSlots() + " slots, but the test's cluster has " + slots
                                + ": give MiniClusterExtension more, or set a lower parallelism.");
            }
            return WeirClient.of(cluster.dispatcher(), options).submit(graph, List.of());
        }

        @Override
        public String explain(Plan plan) {
            return JobGraphs.explain(plan);
        }
    }
}
