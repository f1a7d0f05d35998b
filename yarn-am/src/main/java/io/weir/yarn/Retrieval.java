package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.YarnOptions;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.security.ClusterSecret;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;

/** Finds an application that was deployed before. Stateless. */
final class Retrieval {
    private Retrieval() {}

    static YarnCluster of(String name, Configuration options, YarnConnection yarn) {
        ApplicationId application = parse(name);
        ApplicationReport report = yarn.report(application);
        if (report.getYarnApplicationState() != YarnApplicationState.RUNNING) {
            throw notRunning(report, options);
        }
        StagingDirectory staging = StagingDirectory.of(options, yarn.files(), application);
        ClusterSecret secret;
        Configuration ofApplication;
        try {
            secret = staging.readSecret();
            ofApplication = staging.readOptions();
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.AUTHENTICATION,
                    "The secret of " + application + " cannot be read from " + staging.path()
                            + ": only the user who started it can, and with the same " + YarnOptions.STAGING_DIRECTORY
                            + ".",
                    e);
        }
        Configuration both = Succession.over(options, ofApplication);
        WeirClient client = Succession.connect(report, secret, both, yarn);
        return new YarnCluster(new YarnCluster.Application(yarn, application, staging, both), client, Optional.empty());
    }

    private static ApplicationId parse(String name) {
        try {
            return ApplicationId.fromString(name);
        } catch (IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "'" + name + "' is no YARN application: it looks like application_1700000000000_0001.",
                    e);
        }
    }

    private static WeirException notRunning(ApplicationReport report, Configuration options) {
        ApplicationId application = report.getApplicationId();
        if (YarnCluster.hasEnded(report)) {
            SessionFile.of(options).forget(application.toString());
        }
        String reason = Diagnostics.reason(report.getDiagnostics());
        return new WeirException(
                ErrorCode.UNREACHABLE,
                "The YARN application " + application + " does not run: it is " + report.getYarnApplicationState()
                        + (reason.isEmpty() ? "." : " (" + reason + ")."));
    }
}
