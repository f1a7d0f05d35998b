package io.weir.client;

import io.weir.configuration.ConfigOption;
import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.configuration.YarnOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The short flags for YARN that users of such engines type from memory; each stands for an option. */
final class YarnFlags {
    @Option(
            names = {"-yqu", "--yarnqueue"},
            hidden = true,
            paramLabel = "<queue>")
    private String queue;

    @Option(
            names = {"-ynm", "--yarnname"},
            hidden = true,
            paramLabel = "<name>")
    private String name;

    @Option(
            names = {"-yat", "--yarnapplicationType"},
            hidden = true,
            paramLabel = "<type>")
    private String type;

    @Option(
            names = {"-ynl", "--yarnnodeLabel"},
            hidden = true,
            paramLabel = "<label>")
    private String nodeLabel;

    @Option(
            names = {"-yjm", "--yarnjobManagerMemory"},
            hidden = true,
            paramLabel = "<memory>")
    private String jobManagerMemory;

    @Option(
            names = {"-ytm", "--yarntaskManagerMemory"},
            hidden = true,
            paramLabel = "<memory>")
    private String taskManagerMemory;

    @Option(
            names = {"-ys", "--yarnslots"},
            hidden = true,
            paramLabel = "<slots>")
    private String slots;

    @Option(names = "-yD", hidden = true, paramLabel = "<key=value>")
    private Map<String, String> properties = new LinkedHashMap<>();

    /** Returns a configuration with what these flags say on top. */
    Configuration over(Configuration base) {
        Configuration configuration = new Configuration(base);
        set(configuration, YarnOptions.APPLICATION_QUEUE, queue);
        set(configuration, YarnOptions.APPLICATION_NAME, name);
        set(configuration, YarnOptions.APPLICATION_TYPE, type);
        set(configuration, YarnOptions.APPLICATION_NODE_LABEL, nodeLabel);
        set(configuration, JobManagerOptions.PROCESS_SIZE, memory(jobManagerMemory));
        set(configuration, TaskManagerOptions.PROCESS_SIZE, memory(taskManagerMemory));
        set(configuration, TaskManagerOptions.NUMBER_OF_TASK_SLOTS, slots);
        properties.forEach(configuration::setString);
        return configuration;
    }

    private static void set(Configuration configuration, ConfigOption<?> option, String value) {
        if (value != null) {
            configuration.setString(option.key(), value);
        }
    }

    /** A plain number of such flags is in megabytes. */
    static String memory(String text) {
        return text != null && text.matches("\\d+") ? text + "mb" : text;
    }
}
