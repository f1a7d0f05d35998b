package io.weir.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One engine with one setting, as it takes its turns in a comparison.
 *
 * @param name what the report calls it
 * @param engine which engine it is
 * @param classPath the engine's and the program's classes
 * @param program the program's main class
 * @param settings the program's arguments after records and rounds
 */
record Contender(String name, Engine engine, String classPath, String program, List<String> settings) {
    /** How many processes of one slot take part in a comparison of speed. */
    private static final int TASK_MANAGERS = 2;

    /** The engines that are compared. */
    enum Engine {
        WEIR,
        FLINK
    }

    Contender {
        settings = List.copyOf(settings);
    }

    /**
     * Runs rounds in one fresh process.
     *
     * @param records how many records a round has
     * @param rounds how many rounds there are, the warm-up included
     * @param javaOptions the JVM options of the process
     * @return the command
     */
    List<String> inProcess(long records, int rounds, List<String> javaOptions) {
        List<String> arguments = new ArrayList<>(List.of("inprocess", String.valueOf(records), String.valueOf(rounds)));
        arguments.addAll(settings);
        return command(javaOptions, arguments);
    }

    /** Starts a fresh cluster of processes. */
    ClusterProcesses startCluster(List<String> javaOptions) throws Exception {
        return startCluster(javaOptions, TASK_MANAGERS, Map.of());
    }

    /** Starts a fresh cluster of processes with a number of TaskManagers and with options of the engine. */
    ClusterProcesses startCluster(List<String> javaOptions, int taskManagers, Map<String, String> options)
            throws Exception {
        ClusterProcesses.Layout layout = new ClusterProcesses.Layout(classPath, javaOptions, taskManagers, options);
        return engine == Engine.WEIR ? ClusterProcesses.weir(layout) : ClusterProcesses.flink(layout);
    }

    /** Runs rounds on a cluster of processes; otherwise as {@link #inProcess}. */
    List<String> onCluster(ClusterProcesses cluster, long records, int rounds) {
        List<String> arguments = new ArrayList<>(List.of(
                "remote",
                "localhost",
                String.valueOf(cluster.port()),
                String.valueOf(records),
                String.valueOf(rounds)));
        if (engine == Engine.WEIR) {
            arguments.add(cluster.secretFile().toString());
        }
        arguments.addAll(settings);
        return command(List.of(), arguments);
    }

    private List<String> command(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program));
        command.addAll(arguments);
        return command;
    }
}
