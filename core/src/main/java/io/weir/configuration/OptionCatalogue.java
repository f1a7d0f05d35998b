package io.weir.configuration;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All options there are. A key that is not here is refused, with the nearest one that is. To add an option, add a
 * constant to one of the listed classes; to add a class, list it in {@link #GROUPS}. Immutable; any thread may use it.
 */
public final class OptionCatalogue {
    private static final List<Group> GROUPS = List.of(
            new Group("Programs", CoreOptions.class),
            new Group("Execution", ExecutionOptions.class),
            new Group("Batch jobs in stages", BatchAdaptiveOptions.class),
            new Group("Slow tasks of batch jobs", SpeculationOptions.class),
            new Group("Checkpoints and savepoints", CheckpointingOptions.class),
            new Group("State", StateBackendOptions.class),
            new Group("Starting from a savepoint", SavepointOptions.class),
            new Group("Failures", RestartOptions.class),
            new Group("JobManager", JobManagerOptions.class),
            new Group("TaskManager", TaskManagerOptions.class),
            new Group("ResourceManager", ResourceManagerOptions.class),
            new Group("Heartbeats", HeartbeatOptions.class),
            new Group("High availability", HighAvailabilityOptions.class),
            new Group("Calls between processes", RpcOptions.class),
            new Group("Security", SecurityOptions.class),
            new Group("Processes and their surroundings", EnvironmentOptions.class),
            new Group("YARN", YarnOptions.class));

    /** Keys that users of such engines know and that have another name here, or none. */
    private static final Map<String, String> RETIRED = Map.ofEntries(
            Map.entry("jobmanager.heap.size", "set jobmanager.memory.process.size, from which the heap is derived"),
            Map.entry("taskmanager.heap.size", "set taskmanager.memory.process.size, from which the heap is derived"),
            Map.entry("jobmanager.memory.flink.size", "set jobmanager.memory.process.size"),
            Map.entry("taskmanager.memory.flink.size", "set taskmanager.memory.process.size"),
            Map.entry(
                    "execution.batch.speculative.max-concurrent-executions",
                    "a task is started a second time, and not a third time"),
            Map.entry("execution.buffer-timeout", "it is called execution.buffer-timeout.interval"),
            Map.entry("env.java.opts", "it is called env.java.opts.all"),
            Map.entry("state.backend", "it is called state.backend.type"),
            Map.entry("state.backend.incremental", "it is called execution.checkpointing.incremental"),
            Map.entry("restart-strategy", "it is called restart-strategy.type"),
            Map.entry("taskmanager.memory.segment-size", "frames have taskmanager.network.frame-size"),
            Map.entry(
                    "pipeline.object-reuse",
                    "records are never copied in a chain unless pipeline.copy-in-chain is true"));

    private static final Map<String, ConfigOption<?>> OPTIONS;
    private static final List<OptionPrefix> PREFIXES;

    static {
        Map<String, ConfigOption<?>> options = new TreeMap<>();
        List<OptionPrefix> prefixes = new ArrayList<>();
        for (Group group : GROUPS) {
            for (Object constant : constantsOf(group.constants())) {
                if (constant instanceof OptionPrefix prefix) {
                    prefixes.add(prefix);
                } else if (constant instanceof ConfigOption<?> option && options.put(option.key(), option) != null) {
                    throw new IllegalStateException("The option " + option + " is defined twice.");
                }
            }
        }
        OPTIONS = Collections.unmodifiableMap(options);
        PREFIXES = List.copyOf(prefixes);
    }

    private OptionCatalogue() {}

    /** Returns all options, by key. */
    public static List<ConfigOption<?>> all() {
        return List.copyOf(OPTIONS.values());
    }

    /** Returns the families of options whose keys the user completes. */
    public static List<OptionPrefix> prefixes() {
        return PREFIXES;
    }

    /** Returns the options by what they are about, each group by key. */
    public static Map<String, List<ConfigOption<?>>> groups() {
        Map<String, List<ConfigOption<?>>> groups = new LinkedHashMap<>();
        for (Group group : GROUPS) {
            List<ConfigOption<?>> options = new ArrayList<>();
            for (Object constant : constantsOf(group.constants())) {
                if (constant instanceof ConfigOption<?> option) {
                    options.add(option);
                }
            }
            options.sort(Comparator.comparing(ConfigOption::key));
            groups.put(group.title(), List.copyOf(options));
        }
        return groups;
    }

    /** Returns keys that do not exist here although users of such engines know them, with what to do instead. */
    public static Map<String, String> retired() {
        return new TreeMap<>(RETIRED);
    }

    /**
     * Returns the option with a key.
     *
     * @param key the key
     * @return the option, if there is one
     */
    public static Optional<ConfigOption<?>> find(String key) {
        return Optional.ofNullable(OPTIONS.get(key));
    }

    /**
     * Returns what is wrong with a key and its value.
     *
     * @param key the key
     * @param value the value as text
     * @return one sentence that names the mend, or nothing if all is well
     */
    public static Optional<String> problemOf(String key, String value) {
        ConfigOption<?> option = OPTIONS.get(key);
        if (option != null) {
            return Configuration.problemOf(option, value);
        }
        if (PREFIXES.stream().anyMatch(prefix -> prefix.covers(key))) {
            return Optional.empty();
        }
        if (RETIRED.containsKey(key)) {
            return Optional.of("There is no option '" + key + "': " + RETIRED.get(key) + ".");
        }
        return Optional.of("There is no option '" + key + "'."
                + nearest(key).map(known -> " Did you mean '" + known + "'?").orElse(""));
    }

    /**
     * Refuses a configuration with a key that does not exist, a value that its option does not take, or values that
     * contradict each other.
     *
     * @param configuration the configuration
     * @throws WeirException that names the first such key, and the mend
     */
    public static void check(Configuration configuration) {
        configuration.toMap().forEach((key, value) -> problemOf(key, value).ifPresent(problem -> {
            throw new WeirException(ErrorCode.CONFIGURATION, problem);
        }));
        HeartbeatOptions.check(configuration);
    }

    /**
     * Returns the known key that is most like another.
     *
     * @param key the other key
     * @return the known key, if one is similar enough to have been meant
     */
    public static Optional<String> nearest(String key) {
        List<String> known = new ArrayList<>(OPTIONS.keySet());
        PREFIXES.forEach(prefix -> known.add(prefix.prefix()));
        return NearestName.of(key, known);
    }

    private static List<Object> constantsOf(Class<?> group) {
        List<Object> constants = new ArrayList<>();
        for (Field field : group.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                try {
                    constants.add(field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(field + " is not public.", e);
                }
            }
        }
        return constants;
    }

    /** A class of options, and what they are about. */
    private record Group(String title, Class<?> constants) {}
}
