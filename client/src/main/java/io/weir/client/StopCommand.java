package io.weir.client;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class StopCommand extends JobCommand {
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

    StopCommand(Console console, ClusterAccess clusters) {
        super(console, clusters);
    }

    @Override
    void run(ClusterAccess.Connection cluster, JobId id) throws InterruptedException {
        CheckpointFollower follower = follower(cluster);
        CheckpointKind kind = drain ? CheckpointKind.DRAIN : CheckpointKind.STOP;
        follower.print(id, follower.take(id, kind, directory == null ? "" : directory));
    }
}
