package io.weir.client;

import io.weir.client.verify.Kill;
import io.weir.client.verify.RunReport;
import io.weir.client.verify.Verdict;
import io.weir.client.verify.Verification;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.OptionCatalogue;
import io.weir.configuration.TaskManagerOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir verify}: shows that a program's output survives killed processes, or what is lost or doubled. */
@Command(
        name = "verify",
        header = "Kills processes under a program, and compares what it writes.",
        description = {
            "Runs the program on a cluster of processes on this machine: once undisturbed, and again while TaskManagers"
                    + " and JobManagers are killed as by kill -9, at random moments, and replaced. Then compares the lines of all files"
                    + " that the runs have published, wherever and in whatever order they are.",
            "The program's arguments follow after '--'. One of them has to hold {output}, in whose place comes a fresh"
                    + " directory for each run. What the program writes must not depend on the time of day.",
            "Exit codes: 0 all runs published the same records, 1 they did not."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir verify examples/Ledger.jar --kill-tm 5 -- --rate 20000 --output {output}",
            "  weir verify -p 4 --kill-tm 20 --kill-jm 5 --seed 42 --json my-job.jar -- --to {output}/events --days 3"
        })
final class VerifyCommand implements Callable<Integer>, TargetedCommand {
    private static final int LINES_SHOWN = 20;

    private final Console console;
    private final ClusterAccess clusters;

    @Mixin
    private ProgramOptions program;

    @Option(
            names = "--kill-tm",
            paramLabel = "<n>",
            description = "How many TaskManagers are killed. A program that ends before that runs again.")
    private int killTaskManagers;

    @Option(
            names = "--kill-jm",
            paramLabel = "<n>",
            description =
                    "How many leading JobManagers are killed, in between. Another one stands by, and a ZooKeeper of"
                            + " the cluster's own elects it.")
    private int killJobManagers;

    @Option(
            names = "--task-managers",
            paramLabel = "<n>",
            defaultValue = "2",
            description = "How many TaskManagers the cluster has. Default: ${DEFAULT-VALUE}.")
    private int taskManagers;

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            description = "Decides when which process is killed. Default: a random one, which is printed.")
    private Long seed;

    @Option(
            names = "--patience",
            paramLabel = "<seconds>",
            defaultValue = "120",
            description = "How long nothing may happen before the program counts as stuck. Default: ${DEFAULT-VALUE}.")
    private int patienceSeconds;

    @Option(names = "--keep", description = "Keeps the outputs and logs of all runs, and says where they are.")
    private boolean keep;

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Option(
            names = "-D",
            paramLabel = "<key=value>",
            description = "Sets any option of the configuration for the cluster and the program. Repeat it for more.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows stack traces where a sentence would do.")
    private boolean verbose;

    VerifyCommand(Console console, ClusterAccess clusters) {
        this.console = console;
        this.clusters = clusters;
    }

    @Override
    public boolean verbose() {
        return verbose;
    }

    @Override
    public Integer call() throws Exception {
        check();
        Configuration configuration = configuration();
        ClientConfiguration.openFileSystems(configuration);
        ProgramJar jar = program.open();
        long chosen = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
        say("The seed is " + chosen + ".");
        Path directory = Files.createTempDirectory("weir-verify-");
        Verification.Settings settings = new Verification.Settings(
                configuration,
                directory,
                taskManagers,
                killTaskManagers,
                killJobManagers,
                chosen,
                Duration.ofSeconds(patienceSeconds));
        Verification verification =
                new Verification(settings, (cluster, output) -> run(jar, cluster, output), new Progress());
        Thread hook = new Thread(() -> end(verification, directory), "verify-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Verdict verdict = verification.run();
            print(verdict);
            return verdict.isEqual() ? ExitCode.DONE : ExitCode.FAILED;
        } finally {
            end(verification, directory);
            ShutdownHooks.remove(hook);
        }
    }

    private void check() {
        if (program.arguments().stream().noneMatch(argument -> argument.contains(Verification.OUTPUT))) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "None of the program's arguments holds " + Verification.OUTPUT + ", in whose place comes the"
                            + " directory that it writes to in each run, as in: weir verify --kill-tm 3 my-job.jar --"
                            + " --output " + Verification.OUTPUT + ".");
        }
        if (killTaskManagers < 0 || killJobManagers < 0 || killTaskManagers + killJobManagers == 0) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "The options --kill-tm and --kill-jm take whole numbers, and one of them at least 1.");
        }
        if (taskManagers < 1 || patienceSeconds < 1) {
            throw new WeirException(
                    ErrorCode.USAGE, "The options --task-managers and --patience take whole numbers of at least 1.");
        }
    }

    /** What the command line says goes over the file; all tasks of a job find slots. */
    private Configuration configuration() {
        Configuration configuration = new Configuration(ClientConfiguration.load(console));
        properties.forEach((key, value) -> configuration.setString(key.trim(), value));
        OptionCatalogue.check(configuration);
        Configuration all = program.over(configuration);
        if (!properties.containsKey(TaskManagerOptions.NUMBER_OF_TASK_SLOTS.key())) {
            int parallelism = all.get(CoreOptions.DEFAULT_PARALLELISM);
            all.set(TaskManagerOptions.NUMBER_OF_TASK_SLOTS, (parallelism + taskManagers - 1) / taskManagers);
        }
        return all;
    }

    /** Runs the program once; what the run says is of interest only if it fails. */
    private boolean run(ProgramJar jar, Configuration cluster, String output) throws Exception {
        List<String> arguments = program.arguments().stream()
                .map(argument -> argument.replace(Verification.OUTPUT, output))
                .toList();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exitCode;
        try (PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
                Program loaded = Program.load(jar, cluster);
                Target target = clusters.open(cluster)) {
            Console quiet = new Console(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    err,
                    false,
                    console.environment());
            exitCode = new ProgramRun(quiet, cluster, target, false, verbose).run(loaded, arguments);
        }
        if (exitCode != ExitCode.DONE) {
            List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
            lines.stream().skip(Math.max(0, lines.size() - LINES_SHOWN)).forEach(console.err()::println);
        }
        return exitCode == ExitCode.DONE;
    }

    private void end(Verification verification, Path directory) {
        verification.close();
        if (keep) {
            say("What the runs have written is in " + directory + ".");
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            console.complain("The directory " + directory + " could not be deleted: " + e + ".");
        }
    }

    private void say(String line) {
        if (!json) {
            console.out().println(line);
        }
    }

    private void print(Verdict verdict) {
        if (json) {
            console.out().println(Json.line(VerdictJson.of(verdict)));
            return;
        }
        long records = verdict.undisturbed().records();
        if (verdict.isEqual()) {
            say("Equal: after " + verdict.kills().size() + " kills, the " + records
                    + " records are those of the undisturbed run.");
        }
        for (RunReport run : verdict.disturbed()) {
            if (!run.difference().isNone()) {
                say("Different (seed " + verdict.seed() + "): "
                        + run.difference().missing() + " records are missing, "
                        + run.difference().surplus() + " are too many.");
                run.difference().missingExamples().forEach(line -> say("  missing:  " + line));
                run.difference().surplusExamples().forEach(line -> say("  too many: " + line));
            }
        }
        if (!verdict.deterministic()) {
            say("Two undisturbed runs differ as well: what the program writes depends on the order in which records"
                    + " come, or on the time, so that nothing follows for failures.");
        }
    }

    /** Prints what happens. For any thread. */
    private final class Progress implements Verification.Listener {
        @Override
        public void killed(Kill kill) {
            say(String.format(
                    Locale.ROOT,
                    "Killed %s after %.1f s of run %d.",
                    kill.process(),
                    kill.millis() / 1e3,
                    kill.round()));
        }

        @Override
        public void ended(RunReport run) {
            say(String.format(
                    Locale.ROOT,
                    "%s run: %d records in %d files, %.1f s, %d checkpoints, %d restarts%s.",
                    run.kills() == 0 ? "Undisturbed" : "Disturbed",
                    run.records(),
                    run.files(),
                    run.millis() / 1e3,
                    run.checkpoints(),
                    run.restarts(),
                    run.hiddenFiles() == 0 ? "" : ", " + run.hiddenFiles() + " hidden files left behind"));
        }
    }
}
