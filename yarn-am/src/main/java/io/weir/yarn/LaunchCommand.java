package io.weir.yarn;

import io.weir.configuration.ConfigOption;
import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import io.weir.runtime.configuration.ProcessMemory;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.yarn.api.ApplicationConstants;

/**
 * The command line of a process in a container. YARN's shell expands <code>{{NAME}}</code> and {@code <LOG_DIR>} on the
 * node. Stateless.
 */
final class LaunchCommand {
    private LaunchCommand() {}

    /** Returns the command of the ApplicationMaster. */
    static String ofApplicationMaster(Configuration options) {
        List<String> flags =
                new ArrayList<>(ProcessMemory.forJobManager(options).jvmFlags());
        // It leads and moves no records: a quick start is worth more than peak speed.
        flags.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        return command(
                options,
                flags,
                EnvironmentOptions.JAVA_OPTS_JOB_MANAGER,
                "jobmanager",
                List.of("io.weir.runtime.entrypoint.PluginLauncher", ApplicationMaster.class.getName()));
    }

    /** Returns the command of a TaskManager. */
    static String ofTaskManager(Configuration options, String id, String resourceManager, String host) {
        List<String> flags =
                new ArrayList<>(ProcessMemory.forTaskManager(options).jvmFlags());
        flags.add("-XX:+ExitOnOutOfMemoryError");
        return command(
                options,
                flags,
                EnvironmentOptions.JAVA_OPTS_TASK_MANAGER,
                "taskmanager",
                List.of(
                        "io.weir.runtime.entrypoint.TaskManagerMain",
                        "--id",
                        id,
                        "--resource-manager",
                        resourceManager,
                        "-Dtaskmanager.host=" + host));
    }

    private static String command(
            Configuration options, List<String> flags, ConfigOption<String> ofRole, String log, List<String> main) {
        List<String> words = new ArrayList<>();
        words.add(options.getOptional(EnvironmentOptions.JAVA_HOME)
                        .orElse(ApplicationConstants.Environment.JAVA_HOME.$$())
                + "/bin/java");
        words.addAll(flags);
        String directory = ApplicationConstants.Environment.PWD.$$();
        words.add("-Djava.io.tmpdir=" + directory + "/tmp");
        words.add("-Dweir.home=" + directory);
        words.add("-Dlog4j2.configurationFile=" + directory + "/conf/log4j.properties");
        words.add("-Dlog.file=" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/" + log + ".log");
        words.add(options.get(EnvironmentOptions.JAVA_OPTS_ALL));
        words.add(options.get(ofRole));
        words.addAll(main);
        words.add("1>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/" + log + ".stdout");
        // YARN shows the end of files with "stderr" in their names when a container fails.
        words.add("2>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/" + log + ".stderr");
        words.removeIf(String::isBlank);
        return String.join(" ", words);
    }
}
