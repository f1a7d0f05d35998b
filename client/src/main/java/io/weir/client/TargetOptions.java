package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.NearestName;
import io.weir.configuration.OptionCatalogue;
import io.weir.configuration.YarnOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options by which every command chooses its cluster. */
final class TargetOptions {
    /** What {@code -t} takes. */
    static final List<String> TARGETS = List.of("local", "remote", "yarn-per-job", "yarn-session");

    @Option(
            names = {"-t", "--target"},
            paramLabel = "<target>",
            description = {
                "Where the job runs: local (in this process), remote (on a standalone cluster), yarn-per-job (on a YARN"
                        + " application of its own) or yarn-session (on one that yarn-session.sh started).",
                "Default: execution.target of the configuration, else local."
            })
    private String target;

    @Option(
            names = {"-m", "--jobmanager"},
            paramLabel = "<host:port>",
            description = "The JobManager of the standalone cluster; implies -t remote.")
    private String jobManager;

    @Option(
            names = {"-yid", "--yarnapplicationId"},
            paramLabel = "<application>",
            description = "The YARN application; the same as -Dyarn.application.id=..., and implies -t yarn-session.")
    private String applicationId;

    @Option(
            names = "-D",
            paramLabel = "<key=value>",
            description = "Sets any option of the configuration for this command. Repeat it for more.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows stack traces where a sentence would do.")
    private boolean verbose;

    /** Returns whether stack traces are wanted. */
    boolean verbose() {
        return verbose;
    }

    /**
     * Returns the options of the file with those of the command line on top.
     *
     * @param fromFile the options of the file
     * @return all options, checked
     */
    Configuration over(Configuration fromFile) {
        Configuration configuration = new Configuration(fromFile);
        properties.forEach((key, value) -> configuration.setString(key.trim(), value));
        if (applicationId != null) {
            configuration.set(YarnOptions.APPLICATION_ID, applicationId);
            configuration.set(ExecutionOptions.TARGET, "yarn-session");
        }
        if (jobManager != null) {
            applyJobManager(configuration);
        }
        if (target != null) {
            configuration.set(ExecutionOptions.TARGET, target);
        }
        OptionCatalogue.check(configuration);
        // Said even where it is the default: programs use all cores of this machine when they know that they stay on
        // it.
        configuration.set(ExecutionOptions.TARGET, configuration.get(ExecutionOptions.TARGET));
        checkTarget(configuration.get(ExecutionOptions.TARGET));
        return configuration;
    }

    /**
     * Returns the options for a command about a running cluster, which the target local does not have: there, remote
     * stands in for it.
     *
     * @param fromFile the options of the file
     * @return all options, checked
     */
    Configuration overForCluster(Configuration fromFile) {
        Configuration configuration = over(fromFile);
        boolean said = target != null || properties.containsKey(ExecutionOptions.TARGET.key());
        if (!said && configuration.get(ExecutionOptions.TARGET).equals("local")) {
            boolean yarn = configuration.contains(YarnOptions.APPLICATION_ID);
            configuration.set(ExecutionOptions.TARGET, yarn ? "yarn-session" : "remote");
        }
        return configuration;
    }

    private void applyJobManager(Configuration configuration) {
        if (jobManager.equals("yarn-cluster")) { // how users of such engines used to ask for it
            configuration.set(ExecutionOptions.TARGET, "yarn-per-job");
            return;
        }
        int colon = jobManager.lastIndexOf(':');
        String port = jobManager.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new WeirException(
                    ErrorCode.USAGE, "The option -m takes host:port, as in localhost:6123, not '" + jobManager + "'.");
        }
        String host = jobManager.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        configuration.set(JobManagerOptions.ADDRESS, host);
        configuration.set(JobManagerOptions.PORT, Integer.valueOf(port));
        configuration.set(ExecutionOptions.TARGET, "remote");
    }

    private static void checkTarget(String name) {
        if (!TARGETS.contains(name)) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "There is no target '" + name + "'."
                            + NearestName.of(name, TARGETS)
                                    .map(known -> " Did you mean '" + known + "'?")
                                    .orElse("")
                            + " There are: " + String.join(", ", TARGETS) + ".");
        }
    }
}
