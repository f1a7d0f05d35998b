package io.weir.client;

import io.weir.configuration.NearestName;
import io.weir.util.WeirException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs commands, and says in one line what is wrong with them. No state. */
final class CommandLines {
    /** How picocli begins to say what stood in the place of a key and a value. */
    private static final String NO_KEY_AND_VALUE = "should be in KEY=VALUE format but was ";

    private CommandLines() {}

    /**
     * Runs a command.
     *
     * @param commands the command, with its sub-commands
     * @param console where it prints
     * @param args its arguments
     * @return its exit code
     */
    static int execute(CommandLine commands, Console console, String... args) {
        return commands.setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setParameterExceptionHandler((problem, arguments) -> {
                    console.complain(messageOf(problem));
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, result) -> report(failure, command, console))
                .execute(args);
    }

    private static PrintWriter writer(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int report(Exception failure, CommandLine command, Console console) {
        Object user = command.getCommand();
        if (user instanceof TargetedCommand targeted && targeted.verbose()) {
            failure.printStackTrace(console.err());
        }
        if (failure instanceof WeirException known) {
            console.complain(known.getMessage());
            return ExitCode.of(known.code());
        }
        console.complain("The command failed for a reason that is the engine's own fault: " + failure
                + ". Run it with -v for the details.");
        return ExitCode.FAILED;
    }

    private static String messageOf(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        String help = " See '" + command.getCommandSpec().qualifiedName() + " --help'.";
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, command) + help;
        }
        if (problem instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return "The command needs " + missing.getMissing().get(0).paramLabel() + "." + help;
        }
        return sentence(problem) + help;
    }

    private static String sentence(ParameterException problem) {
        String message = problem.getMessage();
        if (message.contains(NO_KEY_AND_VALUE)) {
            int value = message.indexOf(NO_KEY_AND_VALUE) + NO_KEY_AND_VALUE.length();
            return "The option -D takes key=value, as in -Dparallelism.default=4, not '" + message.substring(value)
                    + "'.";
        }
        return message + (message.endsWith(".") ? "" : ".");
    }

    private static String unmatched(UnmatchedArgumentException problem, CommandLine command) {
        String argument = problem.getUnmatched().get(0);
        boolean option = argument.startsWith("-");
        List<String> known = new ArrayList<>();
        if (option) {
            command.getCommandSpec().options().stream()
                    .filter(spec -> !spec.hidden())
                    .forEach(spec -> known.addAll(List.of(spec.names())));
        } else {
            known.addAll(command.getSubcommands().keySet());
        }
        if (!option && known.isEmpty()) {
            return "The argument '" + argument + "' is one too many.";
        }
        String name = option ? argument.replaceFirst("=.*", "") : argument;
        return "There is no " + (option ? "option" : "command") + " '" + name + "'."
                // Every single letter is near to every other.
                + Optional.of(name)
                        .filter(text -> text.length() > 2)
                        .flatMap(text -> NearestName.of(text, known))
                        .map(nearest -> " Did you mean '" + nearest + "'?")
                        .orElse("");
    }
}
