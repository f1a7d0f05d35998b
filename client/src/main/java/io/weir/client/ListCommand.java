package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobId;
import io.weir.execution.JobStatus;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.OperatorCount;
import io.weir.runtime.protocol.VertexDetails;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir list}: prints the jobs of a cluster. */
@Command(
        name = "list",
        header = "Lists the jobs of a cluster.",
        description = {
            "Prints those that have not ended, unless told otherwise, as <start> : <id> : <name> (<state>).",
            "Of one job it prints how many records each vertex took in and gave out, and what its operators have counted."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir list",
            "  weir list -m master:6123 --all",
            "  weir list 5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f",
            "  weir list -t yarn-per-job -Dyarn.application.id=application_1700000000000_0001 --json"
        })
final class ListCommand implements Callable<Integer>, TargetedCommand {
    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss", Locale.ROOT);

    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Option(
            names = {"-a", "--all"},
            description = "Also those that have ended.")
    private boolean all;

    @Option(
            names = {"-r", "--running"},
            description = "Only those that run.")
    private boolean running;

    @Option(
            names = {"-s", "--scheduled"},
            description = "Only those that wait for slots.")
    private boolean scheduled;

    @Option(names = "--json", description = "Prints one JSON array; of one job, one object.")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "<job>", description = "The id of one job.")
    private String job;

    ListCommand(Console console, ClusterAccess clusters) {
        this.console = console;
        this.clusters = clusters;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() {
        Configuration configuration = target.overForCluster(ClientConfiguration.load(console));
        if (job != null) {
            JobId id = JobArgument.parse(job);
            try (ClusterAccess.Connection cluster = clusters.connect(configuration)) {
                print(cluster.details(id));
            }
            return ExitCode.DONE;
        }
        List<JobSummary> jobs;
        try (ClusterAccess.Connection cluster = clusters.connect(configuration)) {
            jobs = cluster.jobs().stream().filter(job -> isWanted(job.status())).toList();
        }
        if (json) {
            console.out().println(Json.line(jobs.stream().map(Json::of).toList()));
        } else if (jobs.isEmpty()) {
            console.out()
                    .println("There are no such jobs"
                            + (all ? "." : "; 'weir list --all' shows those that have ended."));
        } else {
            jobs.forEach(job -> console.out().println(line(job)));
        }
        return ExitCode.DONE;
    }

    private void print(JobDetails details) {
        if (json) {
            console.out().println(Json.line(Json.of(details)));
            return;
        }
        console.out().println(line(details.summary()));
        for (VertexDetails vertex : details.vertices()) {
            console.out()
                    .println("  " + vertex.name() + " x " + vertex.parallelism() + ": "
                            + vertex.io().recordsIn() + " records in, "
                            + vertex.io().recordsOut() + " out");
            vertex.adapted().forEach(line -> console.out().println("    adapted: " + line));
            for (OperatorCount count : vertex.io().counts()) {
                console.out().println("    " + count.operator() + ": " + count.name() + " " + count.value());
            }
        }
    }

    private boolean isWanted(JobStatus status) {
        if (running || scheduled) {
            return running && (status == JobStatus.RUNNING || status == JobStatus.RESTARTING)
                    || scheduled && status == JobStatus.CREATED;
        }
        return all || !status.isTerminal();
    }

    private static String line(JobSummary job) {
        String start = START.format(Instant.ofEpochMilli(job.startTime()).atZone(ZoneId.systemDefault()));
        return start + " : " + job.id() + " : " + job.name() + " (" + job.status()
                + (job.restarts() > 0 ? ", " + ProgressLine.times(job.restarts()) : "") + ")";
    }
}
