package io.weir.client;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the world: its streams and its environment variables. Tests give it their own.
 *
 * @param out facts and results
 * @param err progress and complaints
 * @param terminal whether a person looks at {@code err}, so that a line may be rewritten
 * @param environment the environment variables
 */
record Console(PrintStream out, PrintStream err, boolean terminal, Map<String, String> environment) {
    Console {
        environment = Map.copyOf(environment);
    }

    /** Returns the console of this process. */
    static Console ofProcess() {
        Map<String, String> environment = System.getenv();
        // System.console() tells of standard input and output together; the script knows about standard error.
        return new Console(System.out, System.err, "1".equals(environment.get("WEIR_TERMINAL")), environment);
    }

    /** Returns an environment variable that is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Returns the directory with the configuration, if the scripts gave one. */
    Optional<Path> configurationDirectory() {
        return variable("WEIR_CONF_DIR").map(Path::of);
    }

    /** Prints one line that says what is wrong. */
    void complain(String message) {
        err.println("weir: " + message);
    }
}
