package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command for one job of a cluster: what all of them take, and the way to the cluster. One thread owns it. */
abstract class JobCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Parameters(paramLabel = "<job>", description = "The id of the job, 32 hexadecimal digits; 'weir list' prints it.")
    private String job;

    JobCommand(Console console, ClusterAccess clusters) {
        this.console = console;
        this.clusters = clusters;
    }

    /** Does what the command is for. */
    abstract void run(ClusterAccess.Connection cluster, JobId id) throws InterruptedException;

    /** Returns whether facts are printed as JSON. */
    final boolean json() {
        return json;
    }

    /** Prints a line of the answer. */
    final void print(String line) {
        console.out().println(line);
    }

    /** Returns what takes checkpoints of the job. */
    final CheckpointFollower follower(ClusterAccess.Connection cluster) {
        return new CheckpointFollower(console, cluster, json);
    }

    @Override
    public final boolean verbose() {
        return target.verbose();
    }

    @Override
    public final Integer call() throws InterruptedException {
        if (job == null) { // of a command that has sub-commands, so that the parser lets it be left out
            throw new WeirException(ErrorCode.USAGE, "The command needs <job>. See 'weir help'.");
        }
        JobId id = JobArgument.parse(job);
        Configuration configuration = target.overForCluster(ClientConfiguration.load(console));
        try (ClusterAccess.Connection cluster = clusters.connect(configuration)) {
            run(cluster, id);
        }
        return ExitCode.DONE;
    }
}
