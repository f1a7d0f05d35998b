package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir savepoint}: takes a savepoint of a job, or deletes one. */
@Command(
        name = "savepoint",
        header = "Takes a savepoint of a job, or deletes one.",
        description = {
            "Waits for its end, and shows its progress; a savepoint may take as long as it makes progress. It can be moved"
                    + " and copied as a directory, and started from with 'weir run -s'."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir savepoint 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f hdfs:///savepoints",
            "  weir savepoint -d hdfs:///savepoints/savepoint-5b1c3f-0a1b2c3d4e5f"
        })
final class SavepointCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Option(
            names = {"-d", "--dispose"},
            paramLabel = "<path>",
            description = "Deletes this savepoint instead of taking one.")
    private String disposed;

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "<job>",
            description = "The id of the job, 32 hexadecimal digits; 'weir list' prints it.")
    private String job;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<directory>",
            description = "Where the savepoint's directory is made. Default: execution.checkpointing.savepoint-dir.")
    private String directory;

    SavepointCommand(Console console, ClusterAccess clusters) {
        this.console = console;
        this.clusters = clusters;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = target.overForCluster(ClientConfiguration.load(console));
        if (disposed != null) {
            dispose(configuration);
            return ExitCode.DONE;
        }
        if (job == null) {
            throw new WeirException(ErrorCode.USAGE, "The command needs <job>. See 'weir savepoint --help'.");
        }
        JobId id = JobArgument.parse(job);
        try (ClusterAccess.Connection cluster = clusters.connect(configuration)) {
            CheckpointFollower follower = new CheckpointFollower(console, cluster, json);
            follower.print(id, follower.take(id, CheckpointKind.SAVEPOINT, directory == null ? "" : directory));
        }
        return ExitCode.DONE;
    }

    private void dispose(Configuration configuration) {
        ClientConfiguration.openFileSystems(configuration);
        CompletedCheckpoint savepoint = CheckpointStorage.read(disposed);
        if (!savepoint.metadata().kind().isSavepoint()) {
            throw new WeirException(
                    ErrorCode.USAGE, savepoint.directory() + " is a checkpoint, not a savepoint: its job may need it.");
        }
        CheckpointStorage.delete(savepoint.directory());
        console.out()
                .println(
                        json
                                ? Json.line(Map.of("deleted", savepoint.directory()))
                                : "The savepoint " + savepoint.directory() + " was deleted.");
    }
}
