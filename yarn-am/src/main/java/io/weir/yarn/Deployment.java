package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.TaskManagerOptions;
import io.weir.configuration.YarnOptions;
import io.weir.execution.JobClient;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.security.ClusterSecret;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one application up: checks that it fits, uploads, submits, waits until it serves. What fails leaves nothing
 * behind. One thread uses it, once.
 */
final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final Configuration options;
    private final YarnConnection yarn;

    /**
     * The job of an application that runs one.
     *
     * @param graph the job
     * @param jars the program's jars
     */
    record Job(JobGraph graph, List<Path> jars) {}

    Deployment(Configuration options, YarnConnection yarn) {
        this.options = options;
        this.yarn = yarn;
    }

    YarnCluster run(Optional<Job> job) {
        Configuration wanted =
                job.map(found -> JobFile.options(options, found.graph())).orElse(options);
        Distribution distribution = Distribution.find();
        // Wrong memory options are found here rather than in a container's log.
        LaunchCommand.ofApplicationMaster(wanted);
        LaunchCommand.ofTaskManager(wanted, "", "", "");
        YarnClientApplication application =
                yarn.call("create an application", () -> yarn.client().createApplication());
        ApplicationSubmissionContext context = application.getApplicationSubmissionContext();
        Configuration clusterOptions = Succession.of(wanted, context.getApplicationId());
        checkSize(clusterOptions, application.getNewApplicationResponse().getMaximumResourceCapability());
        Succession.check(clusterOptions);
        ClusterSecret secret = ClusterSecret.random(new SecureRandom());
        StagingDirectory staging = StagingDirectory.of(clusterOptions, yarn.files(), context.getApplicationId());
        boolean submitted = false;
        try {
            fill(context, clusterOptions, job);
            context.setAMContainerSpec(launchContext(clusterOptions, staging, distribution, secret, job));
            LOG.info("Submitting {} with its files in {}", context.getApplicationId(), staging.path());
            yarn.call("take the application", () -> yarn.client().submitApplication(context));
            submitted = true;
            Abandoned.delete(yarn, staging); // while the ApplicationMaster comes up
            ApplicationReport report = new Startup(yarn, context.getApplicationId()).await();
            WeirClient client = Succession.connect(report, secret, clusterOptions, yarn);
            Optional<JobClient> handle =
                    job.map(found -> client.job(found.graph().jobId()));
            return new YarnCluster(
                    new YarnCluster.Application(yarn, report.getApplicationId(), staging, clusterOptions),
                    client,
                    handle);
        } catch (IOException e) {
            cleanUp(context.getApplicationId(), staging, clusterOptions, submitted);
            throw new WeirException(
                    ErrorCode.STORAGE,
                    "The files of the application could not be put into " + staging.path() + ": "
                            + Diagnostics.firstLine(String.valueOf(e.getMessage())),
                    e);
        } catch (RuntimeException e) {
            cleanUp(context.getApplicationId(), staging, clusterOptions, submitted);
            throw e;
        }
    }

    private void fill(ApplicationSubmissionContext context, Configuration clusterOptions, Optional<Job> job) {
        context.setApplicationName(clusterOptions
                .getOptional(YarnOptions.APPLICATION_NAME)
                .orElseGet(() -> job.map(found -> found.graph().name()).orElse("Weir session")));
        context.setApplicationType(clusterOptions.get(YarnOptions.APPLICATION_TYPE));
        clusterOptions.getOptional(YarnOptions.APPLICATION_QUEUE).ifPresent(context::setQueue);
        clusterOptions.getOptional(YarnOptions.APPLICATION_NODE_LABEL).ifPresent(context::setNodeLabelExpression);
        if (clusterOptions.get(YarnOptions.APPLICATION_PRIORITY) >= 0) {
            context.setPriority(Priority.newInstance(clusterOptions.get(YarnOptions.APPLICATION_PRIORITY)));
        }
        context.setApplicationTags(new HashSet<>(clusterOptions.get(YarnOptions.TAGS)));
        Succession.fill(context, clusterOptions);
        context.setResource(Resource.newInstance(
                megabytes(clusterOptions.get(JobManagerOptions.PROCESS_SIZE)),
                clusterOptions.get(YarnOptions.APPLICATION_MASTER_VCORES)));
    }

    private ContainerLaunchContext launchContext(
            Configuration clusterOptions,
            StagingDirectory staging,
            Distribution distribution,
            ClusterSecret secret,
            Optional<Job> job)
            throws IOException {
        List<ContainerFile> files = new Uploads(clusterOptions, staging).run(distribution, secret, job);
        Map<String, String> variables = ContainerEnvironment.ofApplicationMaster(
                clusterOptions, yarn.hadoop(), EnvironmentOptions.MASTER_ENVIRONMENT);
        variables.put(ContainerLayout.STAGING_VARIABLE, staging.path().toString());
        variables.put(ContainerLayout.ATTEMPTS_VARIABLE, Integer.toString(Succession.attempts(clusterOptions)));
        return ContainerLaunchContext.newInstance(
                ContainerFile.resources(files),
                variables,
                List.of(LaunchCommand.ofApplicationMaster(clusterOptions)),
                null,
                null,
                null);
    }

    /** A request that no node can ever fulfil would wait for ever. */
    private static void checkSize(Configuration options, Resource largest) {
        checkSize(JobManagerOptions.PROCESS_SIZE.key(), options.get(JobManagerOptions.PROCESS_SIZE), largest);
        checkSize(TaskManagerOptions.PROCESS_SIZE.key(), options.get(TaskManagerOptions.PROCESS_SIZE), largest);
        checkCores(
                YarnOptions.APPLICATION_MASTER_VCORES.key(),
                options.get(YarnOptions.APPLICATION_MASTER_VCORES),
                largest);
        boolean bySlots = options.get(YarnOptions.CONTAINER_VCORES) < 0;
        checkCores(
                (bySlots ? TaskManagerOptions.NUMBER_OF_TASK_SLOTS : YarnOptions.CONTAINER_VCORES).key(),
                options.get(bySlots ? TaskManagerOptions.NUMBER_OF_TASK_SLOTS : YarnOptions.CONTAINER_VCORES),
                largest);
    }

    private static void checkSize(String option, MemorySize size, Resource largest) {
        if (megabytes(size) > largest.getMemorySize()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option " + option + " is " + size + ", but the largest container of this YARN cluster has "
                            + MemorySize.ofMebiBytes(largest.getMemorySize()) + ".");
        }
    }

    private static void checkCores(String option, int cores, Resource largest) {
        if (cores > largest.getVirtualCores()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option " + option + " asks for " + cores + " virtual cores in a container, but the largest"
                            + " container of this YARN cluster has " + largest.getVirtualCores() + ".");
        }
    }

    /** Returns a size as YARN counts, rounded up. */
    static long megabytes(MemorySize size) {
        return (size.bytes() + (1 << 20) - 1) >> 20;
    }

    private void cleanUp(
            ApplicationId application, StagingDirectory staging, Configuration clusterOptions, boolean submitted) {
        boolean interrupted = Thread.interrupted(); // else the calls that clean up would fail at once
        try {
            if (submitted) {
                yarn.kill(application);
                Succession.forget(clusterOptions);
            }
            staging.delete();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Something of {} may be left in {}", application, staging.path(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
