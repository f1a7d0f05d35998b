package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.OptionCatalogue;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.configuration.ProcessMemory;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir memory}: what is asked about memory. Needs a sub-command. */
@Command(
        name = "memory",
        header = "Explains what processes do with their memory.",
        synopsisSubcommandLabel = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class MemoryCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new WeirException(ErrorCode.USAGE, "The command is not complete; there is 'weir memory explain'.");
    }

    /** {@code weir memory explain}: prints what a process's memory is divided into, and the JVM's flags. */
    @Command(
            name = "explain",
            header = "Prints what the memory of a process is divided into, and the JVM flags that follow.",
            description = "Starts nothing. Sizes that the options do not give are those of the configuration.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            footerHeading = "%nExamples:%n",
            footer = {
                "  weir memory explain",
                "  weir memory explain -tm 4g",
                "  weir memory explain -tm 4g -Dtaskmanager.memory.network.max=256mb --json"
            })
    static final class Explain implements Callable<Integer>, TargetedCommand {
        private final Console console;

        @Option(
                names = {"-tm", "--taskManagerMemory"},
                paramLabel = "<memory>",
                description = "The size of a TaskManager, in MB unless it has a unit.")
        private String taskManager;

        @Option(
                names = {"-jm", "--jobManagerMemory"},
                paramLabel = "<memory>",
                description = "The size of the JobManager, in MB unless it has a unit.")
        private String jobManager;

        @Option(
                names = "-D",
                paramLabel = "<key=value>",
                description = "Sets any option of the configuration. Repeat it for more.")
        private Map<String, String> properties = new LinkedHashMap<>();

        @Option(names = "--json", description = "Prints one line of JSON, sizes in bytes.")
        private boolean json;

        @Option(
                names = {"-v", "--verbose"},
                description = "Shows stack traces where a sentence would do.")
        private boolean verbose;

        Explain(Console console) {
            this.console = console;
        }

        @Override
        public boolean verbose() {
            return verbose;
        }

        @Override
        public Integer call() {
            Configuration configuration = configuration();
            Map<String, ProcessMemory> processes = new LinkedHashMap<>();
            processes.put("taskManager", ProcessMemory.forTaskManager(configuration));
            processes.put("jobManager", ProcessMemory.forJobManager(configuration));
            if (json) {
                Map<String, Object> values = new LinkedHashMap<>();
                processes.forEach((name, memory) -> values.put(name, Json.of(memory)));
                console.out().println(Json.line(values));
            } else {
                print("TaskManager", processes.get("taskManager"));
                console.out().println();
                print("JobManager", processes.get("jobManager"));
            }
            return ExitCode.DONE;
        }

        private void print(String name, ProcessMemory memory) {
            console.out().println(name);
            console.out().println(memory.explain());
            console.out().println("  JVM flags: " + String.join(" ", memory.jvmFlags()));
        }

        private Configuration configuration() {
            Configuration configuration = ClientConfiguration.load(console);
            properties.forEach((key, value) -> configuration.setString(key.trim(), value));
            if (taskManager != null) {
                configuration.setString(TaskManagerOptions.PROCESS_SIZE.key(), YarnFlags.memory(taskManager));
            }
            if (jobManager != null) {
                configuration.setString(JobManagerOptions.PROCESS_SIZE.key(), YarnFlags.memory(jobManager));
            }
            OptionCatalogue.check(configuration);
            return configuration;
        }
    }
}
