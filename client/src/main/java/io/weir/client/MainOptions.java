package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which main method a command runs, and how wide. */
class MainOptions {
    @Option(
            names = {"-c", "--class"},
            paramLabel = "<class>",
            description = "The class whose main method is the program. Default: the jar's Main-Class.")
    private String mainClass;

    @Option(
            names = {"-p", "--parallelism"},
            paramLabel = "<n>",
            description = "How many parallel instances operations have that say nothing else.")
    private Integer parallelism;

    /** Adds what these options say to a configuration. */
    Configuration over(Configuration base, Path jar) {
        Configuration configuration = new Configuration(base);
        if (parallelism != null) {
            if (parallelism < 1) {
                throw new WeirException(
                        ErrorCode.USAGE, "The option -p takes a whole number of at least 1, not " + parallelism + ".");
            }
            configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        }
        List<String> jars =
                new ArrayList<>(List.of(jar.toAbsolutePath().normalize().toString()));
        jars.addAll(base.get(CoreOptions.PIPELINE_JARS));
        return configuration.set(CoreOptions.PIPELINE_JARS, jars);
    }

    /** Checks the jar and finds its main class. */
    ProgramJar open(Path jar) {
        return ProgramJar.open(jar, Optional.ofNullable(mainClass));
    }
}
