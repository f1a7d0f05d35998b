package io.weir.client;

import io.weir.configuration.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The options of commands that load a program. */
final class ProgramOptions extends MainOptions {
    @Parameters(index = "0", paramLabel = "<jar>", description = "The jar with the program.")
    private Path jar;

    @Parameters(
            index = "1..*",
            paramLabel = "<argument>",
            description = "What follows the jar goes to the program, options too.")
    private List<String> arguments = new ArrayList<>();

    /** Adds what these options say to a configuration. */
    Configuration over(Configuration base) {
        return over(base, jar);
    }

    /** Checks the jar and finds its main class. */
    ProgramJar open() {
        return open(jar);
    }

    List<String> arguments() {
        return List.copyOf(arguments);
    }
}
