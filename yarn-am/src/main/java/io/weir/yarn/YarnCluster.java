package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.hdfs.HadoopClassLoader;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.client.WeirClient;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application on YARN, as its client sees it. For any thread.
 *
 * <p>Life: from deployment or retrieval until closed, which leaves the application alone.
 */
final class YarnCluster implements DeployedCluster {
    private static final Logger LOG = LoggerFactory.getLogger(YarnCluster.class);

    private static final Pattern NO_PORT = Pattern.compile("\\w+://[^/]*:0(/.*)?");

    private final YarnConnection yarn;
    private final ApplicationId application;
    private final StagingDirectory staging;
    private final Configuration options;
    private final WeirClient client;
    private final Optional<JobClient> job;

    /**
     * An application.
     *
     * @param yarn the way to YARN; closed with the cluster
     * @param id its id
     * @param staging its files
     * @param options its options
     */
    record Application(YarnConnection yarn, ApplicationId id, StagingDirectory staging, Configuration options) {}

    YarnCluster(Application application, WeirClient client, Optional<JobClient> job) {
        this.yarn = application.yarn();
        this.application = application.id();
        this.staging = application.staging();
        this.options = application.options();
        this.client = client;
        this.job = job;
    }

    /** Returns whether the ApplicationMaster has registered. */
    static boolean serves(ApplicationReport report) {
        return report.getYarnApplicationState() == YarnApplicationState.RUNNING && report.getRpcPort() > 0;
    }

    static boolean hasEnded(ApplicationReport report) {
        return switch (report.getYarnApplicationState()) {
            case FINISHED, FAILED, KILLED -> true;
            case NEW, NEW_SAVING, SUBMITTED, ACCEPTED, RUNNING -> false;
        };
    }

    @Override
    public String applicationId() {
        return application.toString();
    }

    @Override
    public String webOrTrackingUrl() {
        return reachable(yarn.report(application).getTrackingUrl());
    }

    /** Returns the URL unless YARN has none: then it says N/A, or names port 0 of a proxy that it does not run. */
    static String reachable(String url) {
        return url == null || url.equals("N/A") || NO_PORT.matcher(url).matches() ? "" : url;
    }

    @Override
    public WeirClient client() {
        return client;
    }

    @Override
    public Optional<JobClient> job() {
        return job;
    }

    @Override
    public String diagnostics() {
        ApplicationReport report = yarn.report(application);
        return report.getDiagnostics() == null ? "" : report.getDiagnostics().strip();
    }

    @Override
    public void kill() {
        yarn.kill(application);
        deleteLeftOvers();
    }

    @Override
    public void close() {
        try {
            if (job.isPresent() && hasEnded(yarn.report(application))) {
                deleteLeftOvers();
            }
        } catch (WeirException e) {
            LOG.debug("The end of {} is not known", application, e);
        }
        client.close();
        yarn.close();
    }

    /** An ApplicationMaster that was killed has left its files. */
    private void deleteLeftOvers() {
        try {
            if (HadoopClassLoader.call(staging::delete)) {
                LOG.info("Deleted {}, which {} had left", staging.path(), application);
                Succession.forget(options);
            }
        } catch (IOException | WeirException e) {
            LOG.warn("Something of {} may be left in {} or in ZooKeeper", application, staging.path(), e);
        }
    }
}
