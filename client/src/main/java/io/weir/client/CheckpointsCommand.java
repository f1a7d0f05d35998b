package io.weir.client;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.CheckpointReport;
import java.util.List;
import picocli.CommandLine.Command;

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
final class CheckpointsCommand extends JobCommand {
    CheckpointsCommand(Console console, ClusterAccess clusters) {
        super(console, clusters);
    }

    @Override
    void run(ClusterAccess.Connection cluster, JobId id) {
        List<CheckpointReport> reports = cluster.checkpoints(id);
        if (json()) {
            print(Json.line(reports.stream().map(Json::of).toList()));
        } else if (reports.isEmpty()) {
            print("The job has taken no checkpoint yet.");
        } else {
            reports.forEach(report -> print(line(report)));
        }
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
