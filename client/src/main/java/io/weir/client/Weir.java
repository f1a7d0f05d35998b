package io.weir.client;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The command line: {@code weir run}, {@code list}, {@code cancel}, {@code stop}, {@code savepoint} and so on. */
@Command(
        name = "weir",
        header = "Runs batch and streaming programs: in one process, on a standalone cluster, on YARN.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = HelpCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir run examples/WordCount.jar",
            "  weir run -t yarn-per-job examples/WordCount.jar --input hdfs:///books --output hdfs:///counts",
            "  weir list -t yarn-session",
            "  weir help run",
            "",
            "Exit codes: 0 done, 1 the job failed, 2 the command was wrong, 3 the cluster could not be reached."
        })
public final class Weir {
    private Weir() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        System.exit(execute(console, new Clusters(console), args));
    }

    /** Runs one command; returns its exit code. */
    static int execute(Console console, ClusterAccess clusters, String... args) {
        CommandLine weir = new CommandLine(new Weir())
                .addSubcommand(new RunCommand(console, clusters))
                .addSubcommand(new InfoCommand(console))
                .addSubcommand(new ListCommand(console, clusters))
                .addSubcommand(new CancelCommand(console, clusters))
                .addSubcommand(new StopCommand(console, clusters))
                .addSubcommand(new SavepointCommand(console, clusters))
                .addSubcommand(checkpoint(console, clusters))
                .addSubcommand(new CheckpointsCommand(console, clusters))
                .addSubcommand(new VerifyCommand(console, clusters))
                .addSubcommand(new CommandLine(new HaCommand())
                        .addSubcommand(new HaCommand.ListPart(console))
                        .addSubcommand(new HaCommand.CleanPart(console)))
                .addSubcommand(new CommandLine(new MemoryCommand()).addSubcommand(new MemoryCommand.Explain(console)));
        // What follows the jar is the program's, whatever it looks like.
        weir.getSubcommands().get("run").setStopAtPositional(true);
        weir.getSubcommands().get("info").setStopAtPositional(true);
        if (args.length == 0) {
            weir.usage(console.err());
            return ExitCode.USAGE;
        }
        return CommandLines.execute(weir, console, args);
    }

    /** The command names a job, its sub-commands name a checkpoint. */
    private static CommandLine checkpoint(Console console, ClusterAccess clusters) {
        CommandLine checkpoint = new CommandLine(new CheckpointCommand(console, clusters));
        PositionalParamSpec job =
                checkpoint.getCommandSpec().positionalParameters().get(0);
        checkpoint.getCommandSpec().remove(job);
        checkpoint
                .getCommandSpec()
                .addPositional(PositionalParamSpec.builder(job)
                        .arity("0..1")
                        .required(false)
                        .build());
        checkpoint.addSubcommand(new InspectCommand(console)).addSubcommand(new CheckpointVerifyCommand(console));
        checkpoint.getSubcommands().get("verify").setStopAtPositional(true);
        return checkpoint;
    }
}
