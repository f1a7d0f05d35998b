package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir stop}: ends a job with a savepoint. */
@Command(
        name = "stop",
        header = "Ends a job with a savepoint.",
        description = {
            "The job takes no record after the savepoint, publishes what is in it, and finishes. 'weir run -s' goes on"
                    + " from there."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir stop -p hdfs:///savepoints 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f",
            "  weir stop --drain 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f"
        })
final class StopCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--drain",
            description =
                    "Brings event time to its end first: all windows and timers fire. For jobs that do not go on.")
    private boolean drain;

    @Option(
            names = {"-p", "--savepoint-path"},
            paramLabel = "<directory>",
            description = "Where the savepoint's directory is made. Default: execution.checkpointing.savepoint-dir.")
    private String directory;

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Parameters(paramLabel = "<job>", description = "The id of the job, 32 hexadecimal digits; 'weir list' prints it.")
    private String job;

    StopCommand(Console console, ClusterAccess clusters) {
        this.console = console;
        this.clusters = clusters;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() throws InterruptedException {
        JobId id = JobArgument.parse(job);
        Configuration configuration = target.overForCluster(ClientConfiguration.load(console));
        try (ClusterAccess.Connection cluster = clusters.connect(configuration)) {
            CheckpointFollower follower = new CheckpointFollower(console, cluster, json);
            CheckpointKind kind = drain ? CheckpointKind.DRAIN : CheckpointKind.STOP;
            follower.print(id, follower.take(id, kind, directory == null ? "" : directory));
        }
        return ExitCode.DONE;
    }
}
