package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
final class CancelCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Parameters(paramLabel = "<job>", description = "The id of the job, 32 hexadecimal digits; 'weir list' prints it.")
    private String job;

    CancelCommand(Console console, ClusterAccess clusters) {
        this.console = console;
        this.clusters = clusters;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() {
        JobId id = JobArgument.parse(job);
        Configuration configuration = target.overForCluster(ClientConfiguration.load(console));
        try (ClusterAccess.Connection cluster = clusters.connect(configuration)) {
            cluster.cancel(id);
        }
        console.out()
                .println(
                        json
                                ? "{\"jobId\":\"" + id + "\",\"status\":\"CANCELING\"}"
                                : "The job " + id + " was told to cancel.");
        return ExitCode.DONE;
    }
}
