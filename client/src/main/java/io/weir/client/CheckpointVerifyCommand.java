package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.StateBackendOptions;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.restore.Outcome;
import io.weir.runtime.restore.RestoreCheck;
import io.weir.runtime.restore.RestoreReport;
import io.weir.runtime.restore.RestoreReport.OperatorReport;
import io.weir.runtime.restore.RestoreReport.StateReport;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir checkpoint verify}: says whether a program can start from a checkpoint or savepoint. */
@Command(
        name = "verify",
        header = "Says whether a program can start from a savepoint or checkpoint, and why not.",
        description = {
            "Runs the program's main method up to its first execute(), opens each operator that had kept something, here"
                    + " and alone, and compares the state that it asks for with what was kept: operator by operator, state"
                    + " by state. Functions are opened and closed, but get no record; sources do not read, sinks do not write or"
                    + " commit. Reads the files of the savepoint, and verifies their checksums.",
            "Exit codes: 0 if the program can start from it, 1 if not."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir checkpoint verify my-job-2.jar hdfs:///savepoints/savepoint-5b1c3f-0a1b2c3d4e5f",
            "  weir checkpoint verify -n -c com.example.MyJob my-job-2.jar /checkpoints/5b1c3f/chk-7 --date 2026-01-31"
        })
final class CheckpointVerifyCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;

    @Mixin
    private TargetOptions target;

    @Mixin
    private MainOptions main;

    @Option(
            names = {"-n", "--allow-non-restored-state"},
            description = "State may be left behind that the program has no use for, as with 'run -n'.")
    private boolean allowNonRestored;

    @Option(names = "--allow-unknown", description = "Counts as possible what only shows when the program runs.")
    private boolean allowUnknown;

    @Option(
            names = "--timeout",
            paramLabel = "<seconds>",
            defaultValue = "30",
            description = "How long the functions of an operator may take to open, before its state counts as unknown."
                    + " Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Option(
            names = "--instances",
            paramLabel = "<n>",
            defaultValue = "2",
            description =
                    "As how many of its instances an operator is opened at most (the first one, then from the last one"
                            + " on), if it does not ask for all of its state before. Default: ${DEFAULT-VALUE}.")
    private int instances;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "<jar>", description = "The jar with the program.")
    private Path jar;

    @Parameters(index = "1", paramLabel = "<path>", description = "The directory of the savepoint or checkpoint.")
    private String path;

    @Parameters(
            index = "2..*",
            paramLabel = "<argument>",
            description = "What follows goes to the program, options too.")
    private List<String> arguments = new ArrayList<>();

    CheckpointVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() throws Exception {
        if (timeoutSeconds < 1 || instances < 1) {
            throw new WeirException(
                    ErrorCode.USAGE, "The options --timeout and --instances take whole numbers of at least 1.");
        }
        Configuration configuration = main.over(target.over(ClientConfiguration.load(console)), jar);
        if (allowNonRestored) {
            configuration.set(SavepointOptions.IGNORE_UNCLAIMED_STATE, true);
        }
        ClientConfiguration.openFileSystems(configuration);
        CompletedCheckpoint checkpoint = CheckpointStorage.read(path);
        ProgramJar programJar = main.open(jar);
        PlanCapture capture = new PlanCapture(configuration);
        return capture.use(programJar, new PlanCapture.Caller(console, arguments, verbose()), program -> {
            JobGraph graph = capture.translate(program);
            RestoreCheck.Manner manner =
                    RestoreCheck.Manner.thorough(configuration, instances, Duration.ofSeconds(timeoutSeconds));
            RestoreReport report = new RestoreCheck(checkpoint, graph, program.classLoader(), manner).run();
            print(report);
            return report.isPossible(allowUnknown) ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    private void print(RestoreReport report) {
        if (json) {
            console.out().println(Json.line(facts(report)));
            return;
        }
        for (OperatorReport operator : report.operators()) {
            console.out().println(operator.label());
            for (StateReport state : operator.states()) {
                String name = state.name().isEmpty() ? "all" : state.name();
                String written = state.written().isEmpty() ? "" : " (" + state.written() + ")";
                console.out()
                        .println("  " + name + written + ": " + state.outcome().text());
                state.details().forEach(detail -> console.out().println("    " + detail));
            }
            if (!operator.note().isEmpty()) {
                console.out().println("  note: " + operator.note());
            }
        }
        console.out().println(summary(report) + later(report));
        console.out()
                .println("State by key is taken to be kept by the backend '"
                        + report.backend().name().toLowerCase(Locale.ROOT) + "' ("
                        + StateBackendOptions.TYPE.key() + " of the program, or else of this client).");
    }

    private String summary(RestoreReport report) {
        long refused = report.count(Outcome.REFUSED);
        long unknown = report.count(Outcome.UNKNOWN);
        if (refused > 0) {
            return "The program cannot start from " + path + ": " + refused + " of " + states(report)
                    + " states are refused.";
        }
        if (unknown > 0) {
            return (allowUnknown
                            ? "The program can start from "
                            : "It is not known whether the program can start from ")
                    + path + ": " + unknown + " of " + states(report) + " states are unknown"
                    + (allowUnknown ? "." : "; --allow-unknown lets that pass.");
        }
        return "The program can start from " + path + ".";
    }

    private static String later(RestoreReport report) {
        long later = report.count(Outcome.LATER);
        if (later == 0) {
            return "";
        }
        String instances = report.operators().stream()
                .filter(operator -> operator.states().stream().anyMatch(state -> state.outcome() == Outcome.LATER))
                .filter(operator ->
                        operator.opened().instances() < operator.opened().of())
                .map(operator -> operator.label() + ": " + operator.opened().instances() + " of "
                        + operator.opened().of())
                .collect(Collectors.joining(", "));
        return " Not known before the first record: " + later + " of " + states(report)
                + " states. Not seen are descriptors that functions make only then"
                + (instances.isEmpty()
                        ? "."
                        : ", and what instances ask for that were not opened (" + instances + ").");
    }

    private static long states(RestoreReport report) {
        return report.operators().stream()
                .mapToLong(operator -> operator.states().size())
                .sum();
    }

    private Map<String, Object> facts(RestoreReport report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("path", path);
        facts.put("backend", report.backend().name().toLowerCase(Locale.ROOT));
        facts.put("possible", report.isPossible(allowUnknown));
        for (Outcome outcome : Outcome.values()) {
            facts.put(outcome.name().toLowerCase(Locale.ROOT), report.count(outcome));
        }
        facts.put(
                "operators",
                report.operators().stream().map(CheckpointVerifyCommand::facts).toList());
        return facts;
    }

    private static Map<String, Object> facts(OperatorReport operator) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", operator.label().id());
        facts.put("uid", operator.label().uid());
        facts.put("name", operator.label().name());
        facts.put("opened", operator.opened().instances());
        facts.put("parallelism", operator.opened().of());
        facts.put("note", operator.note().isEmpty() ? null : operator.note());
        facts.put(
                "states",
                operator.states().stream().map(CheckpointVerifyCommand::facts).toList());
        return facts;
    }

    private static Map<String, Object> facts(StateReport state) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", state.name());
        facts.put("written", state.written());
        facts.put("outcome", state.outcome().name());
        facts.put("details", state.details());
        return facts;
    }
}
