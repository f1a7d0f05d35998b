package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir run}: runs a program's main method and submits its jobs. */
@Command(
        name = "run",
        header = "Runs a program.",
        description = {
            "Loads the jar, runs its main method here, and sends the jobs it executes to the target. Waits for their"
                    + " end and shows their progress; Ctrl-C cancels them."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir run examples/WordCount.jar --input book.txt --output counts",
            "  weir run -m master:6123 -p 4 examples/WordCount.jar",
            "  weir run -t yarn-per-job -Dtaskmanager.memory.process.size=2gb my-job.jar --date 2026-01-31",
            "  weir run -s hdfs:///savepoints/savepoint-5b1c3f-0a1b2c3d4e5f my-job.jar",
            "  weir run -t yarn-session -d -c com.example.MyJob my-job.jar"
        })
final class RunCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ProgramOptions program;

    @Mixin
    private YarnFlags yarn;

    @Mixin
    private StartOptions start;

    @Option(
            names = {"-d", "--detached", "-yd"},
            description = "Ends once the job has been submitted.")
    private boolean detached;

    @Option(names = "--json", description = "Prints one line of JSON for each job.")
    private boolean json;

    RunCommand(Console console, ClusterAccess clusters) {
        this.console = console;
        this.clusters = clusters;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration =
                start.over(program.over(target.over(yarn.over(ClientConfiguration.load(console)))));
        ClientConfiguration.openFileSystems(configuration);
        if (detached) {
            configuration.set(ExecutionOptions.ATTACHED, false);
        }
        ProgramJar jar = program.open();
        try (Program loaded = Program.load(jar, configuration);
                Target cluster = clusters.open(configuration)) {
            return new ProgramRun(console, configuration, cluster, json, verbose()).run(loaded, program.arguments());
        }
    }
}
