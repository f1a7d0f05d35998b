package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir checkpoint}: takes a checkpoint of a job now. */
@Command(
        name = "checkpoint",
        header = "Takes a checkpoint of a job now.",
        description = "It counts like those that the job takes by itself, which keeps and deletes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = "  weir checkpoint 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f")
final class CheckpointCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Parameters(paramLabel = "<job>", description = "The id of the job, 32 hexadecimal digits; 'weir list' prints it.")
    private String job;

    CheckpointCommand(Console console, ClusterAccess clusters) {
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
            follower.print(id, follower.take(id, CheckpointKind.CHECKPOINT, ""));
        }
        return ExitCode.DONE;
    }
}
