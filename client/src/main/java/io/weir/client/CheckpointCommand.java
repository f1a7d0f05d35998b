package io.weir.client;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointKind;
import picocli.CommandLine.Command;

/** {@code weir checkpoint}: takes a checkpoint of a job now. */
@Command(
        name = "checkpoint",
        header = "Takes a checkpoint of a job now.",
        description = "It counts like those that the job takes by itself, which keeps and deletes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = "  weir checkpoint 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f")
final class CheckpointCommand extends JobCommand {
    CheckpointCommand(Console console, ClusterAccess clusters) {
        super(console, clusters);
    }

    @Override
    void run(ClusterAccess.Connection cluster, JobId id) throws InterruptedException {
        CheckpointFollower follower = follower(cluster);
        follower.print(id, follower.take(id, CheckpointKind.CHECKPOINT, ""));
    }
}
