package io.weir.client;

import io.weir.execution.JobId;
import picocli.CommandLine.Command;

/** {@code weir cancel}: cancels a job. */
@Command(
        name = "cancel",
        header = "Cancels a job.",
        description = "On a YARN application of its own, the application ends with the job.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir cancel 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f",
            "  weir cancel -t yarn-per-job -Dyarn.application.id=application_1700000000000_0001 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f"
        })
final class CancelCommand extends JobCommand {
    CancelCommand(Console console, ClusterAccess clusters) {
        super(console, clusters);
    }

    @Override
    void run(ClusterAccess.Connection cluster, JobId id) {
        cluster.cancel(id);
        print(
                json()
                        ? "{\"jobId\":\"" + id + "\",\"status\":\"CANCELING\"}"
                        : "The job " + id + " was told to cancel.");
    }
}
