package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir checkpoints}: prints how the last checkpoints of a job went. */
@Command(
        name = "checkpoints",
        header = "Lists the last checkpoints and savepoints of a job.",
        description = "The newest first: how each ended, how long it took, how much it stored, which task was slowest.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir checkpoints 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f",
            "  weir checkpoints --json 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f"
        })
final class CheckpointsCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Option(names = "--json", description = "Prints one JSON array.")
    private boolean json;

    @Parameters(paramLabel = "<job>", description = "The id of the job, 32 hexadecimal digits; 'weir list' prints it.")
    private String job;

    CheckpointsCommand(Console console, ClusterAccess clusters) {
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
        List<CheckpointReport> reports;
        try (ClusterAccess.Connection cluster = clusters.connect(configuration)) {
            reports = cluster.checkpoints(id);
        }
        if (json) {
            console.out().println(Json.line(reports.stream().map(Json::of).toList()));
        } else if (reports.isEmpty()) {
            console.out().println("The job has taken no checkpoint yet.");
        } else {
            reports.forEach(report -> console.out().println(line(report)));
        }
        return ExitCode.DONE;
    }

    private static String line(CheckpointReport report) {
        String line = report.id() + " : " + report.kind() + " " + report.status() + ", " + report.durationMillis()
                + " ms, " + report.stateBytes() + " bytes, " + report.acknowledged() + " of " + report.tasks()
                + " tasks";
        if (!report.slowestTask().isEmpty()) {
            line += ", slowest " + report.slowestTask() + " (start delay "
                    + report.slowest().startDelayMillis() + " ms, alignment "
                    + report.slowest().alignmentMillis() + " ms, capture "
                    + report.slowest().captureMicros() + " us, writing "
                    + report.slowest().writeMillis() + " ms)";
        }
        return line + (report.failure().isEmpty() ? ", " + report.path() : ": " + report.failure());
    }
}
