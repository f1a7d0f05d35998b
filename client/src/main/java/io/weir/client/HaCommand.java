package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.ha.KeptData;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir ha}: what is kept of a cluster for its next leader. Needs a sub-command. */
@Command(
        name = "ha",
        header = "Shows and deletes what is kept of a cluster for its next leader.",
        synopsisSubcommandLabel = "list|clean",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class HaCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new WeirException(
                ErrorCode.USAGE, "The command is not complete; there are 'weir ha list' and 'weir ha clean'.");
    }

    /** What both sub-commands do. */
    private abstract static class Part implements Callable<Integer>, TargetedCommand {
        final Console console;

        @Option(names = "--cluster-id", paramLabel = "<id>", description = "Instead of high-availability.cluster-id.")
        private String clusterId;

        @Option(
                names = "-D",
                paramLabel = "<key=value>",
                description = "Sets any option of the configuration. Repeat it for more.")
        private List<String> options = List.of();

        @Option(names = "--json", description = "Prints one line of JSON.")
        boolean json;

        @Option(names = "--verbose", description = "Prints stack traces of failures.")
        private boolean verbose;

        Part(Console console) {
            this.console = console;
        }

        @Override
        public boolean verbose() {
            return verbose;
        }

        KeptData open() {
            Configuration configuration = ConfigurationLoader.withOverrides(
                    ClientConfiguration.load(console),
                    ConfigurationLoader.parseOverrides(
                            options.stream().map(option -> "-D" + option).toList()));
            if (clusterId != null) {
                configuration = new Configuration(configuration).set(HighAvailabilityOptions.CLUSTER_ID, clusterId);
            }
            ClientConfiguration.openFileSystems(configuration);
            return KeptData.open(configuration);
        }

        static Map<String, Object> values(KeptData.Description data) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("cluster", data.cluster());
            values.put("node", data.node());
            values.put("directory", data.directory());
            values.put("jobManagers", data.processes());
            values.put("jobs", data.jobs().stream().map(Part::values).toList());
            values.put("ended", data.results());
            return values;
        }

        private static Map<String, Object> values(KeptData.Job job) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("jobId", job.id());
            values.put("checkpoints", job.checkpoints());
            return values;
        }
    }

    /** {@code weir ha list}. */
    @Command(
            name = "list",
            header = "Prints who leads a cluster, its jobs, and their checkpoints, as ZooKeeper knows them.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            footerHeading = "%nExamples:%n",
            footer = {"  weir ha list", "  weir ha list --cluster-id orders --json"})
    static final class ListPart extends Part {
        ListPart(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            KeptData.Description data;
            try (KeptData kept = open()) {
                data = kept.describe();
            }
            if (json) {
                console.out().println(Json.line(values(data)));
                return ExitCode.DONE;
            }
            console.out().println("Cluster " + data.cluster() + ": " + data.node() + " and " + data.directory());
            for (int i = 0; i < data.processes().size(); i++) {
                console.out()
                        .println((i == 0 ? "Leads: " : "Stands by: ")
                                + data.processes().get(i));
            }
            for (KeptData.Job job : data.jobs()) {
                console.out()
                        .println("Job " + job.id() + ": " + job.checkpoints().size() + " checkpoints"
                                + (job.checkpoints().isEmpty()
                                        ? ""
                                        : ", the newest in "
                                                + job.checkpoints()
                                                        .get(job.checkpoints().size() - 1)));
            }
            data.results().forEach(job -> console.out().println("Job " + job + " has ended"));
            return ExitCode.DONE;
        }
    }

    /** {@code weir ha clean}. */
    @Command(
            name = "clean",
            header = "Deletes what is kept of a cluster that does not run any more.",
            description = "Its jobs will not go on by themselves. Checkpoints stay; the command names the newest ones.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            footerHeading = "%nExamples:%n",
            footer = "  weir ha clean --cluster-id orders")
    static final class CleanPart extends Part {
        CleanPart(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            KeptData.Description data;
            try (KeptData kept = open()) {
                data = kept.clean();
            }
            if (json) {
                console.out().println(Json.line(values(data)));
                return ExitCode.DONE;
            }
            console.out().println("Deleted " + data.node() + " and " + data.directory() + ".");
            data.jobs().stream().filter(job -> !job.checkpoints().isEmpty()).forEach(job -> console.out()
                    .println("The newest checkpoint of job " + job.id() + " stays in "
                            + job.checkpoints().get(job.checkpoints().size() - 1)));
            return ExitCode.DONE;
        }
    }
}
