package io.weir.runtime.configuration;

import io.weir.configuration.ConfigOption;
import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.MemorySize;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.configuration.TaskManagerOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a process does with its memory. One number, the size of the process, is divided without a rest:
 *
 * <pre>
 * process = heap (framework + task) + managed + direct (network + framework + task) + metaspace + overhead
 * </pre>
 *
 * Metaspace is fixed and overhead is a share of the process, within bounds; network and managed memory are shares of
 * what is left; the heap of tasks gets the rest. The JVM is started with {@link #jvmFlags()}, so that a container of the
 * size of the process is never exceeded by heap, direct memory and classes together. (From JDK 24 on, Netty's buffers
 * are outside the JVM's account of direct memory; the windows of the exchanges bound them.) Immutable.
 *
 * @param process the whole
 * @param frameworkHeap the heap of the engine; of a JobManager, all heap
 * @param taskHeap the heap of user functions; none in a JobManager
 * @param managed what sorting, hashing and state backends ask for
 * @param direct direct memory
 * @param metaspace loaded classes
 * @param overhead what the JVM itself needs: thread stacks, code cache, garbage collector
 */
public record ProcessMemory(
        MemorySize process,
        MemorySize frameworkHeap,
        MemorySize taskHeap,
        MemorySize managed,
        Direct direct,
        MemorySize metaspace,
        MemorySize overhead) {
    /** Less heap than this is not worth starting a process for. */
    private static final long LEAST_HEAP = 32L << 20;

    /** The share of managed memory where state is in RocksDB, unless it is set. */
    private static final double ROCKSDB_FRACTION = 0.4;

    private static final long LARGEST_PROCESS = 1L << 44;
    private static final MemorySize NONE = new MemorySize(0);

    /**
     * Direct memory.
     *
     * @param network frames on their way
     * @param framework the engine and its libraries
     * @param task user functions
     */
    public record Direct(MemorySize network, MemorySize framework, MemorySize task) {
        long bytes() {
            return network.bytes() + framework.bytes() + task.bytes();
        }
    }

    /**
     * A named part of the process.
     *
     * @param name what it is called
     * @param size how large it is
     * @param origin the options it comes from
     */
    public record Part(String name, MemorySize size, String origin) {}

    /**
     * Derives the memory of a TaskManager.
     *
     * @param configuration the options
     * @return the parts
     * @throws WeirException if the parts do not fit into the process
     */
    public static ProcessMemory forTaskManager(Configuration configuration) {
        return derive(configuration, TaskManagerOptions.PROCESS_SIZE, size -> divideTaskManager(configuration, size));
    }

    /**
     * Derives the memory of a JobManager.
     *
     * @param configuration the options
     * @return the parts
     * @throws WeirException if the parts do not fit into the process
     */
    public static ProcessMemory forJobManager(Configuration configuration) {
        return derive(configuration, JobManagerOptions.PROCESS_SIZE, size -> divideJobManager(configuration, size));
    }

    /** Returns the whole heap. */
    public MemorySize heap() {
        return new MemorySize(frameworkHeap.bytes() + taskHeap.bytes());
    }

    /** Returns the flags that hold the JVM to the division, before any of the user's own. */
    public List<String> jvmFlags() {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms" + heap().bytes(),
                "-Xmx" + heap().bytes(),
                // Managed memory is allocated as direct buffers, too.
                "-XX:MaxDirectMemorySize=" + (direct.bytes() + managed.bytes()),
                "-XX:MaxMetaspaceSize=" + metaspace.bytes()));
        if (!isJobManager()) {
            // What outlives a second collection is state. Each collection before it is old looks for it in all large
            // tables.
            flags.add("-XX:MaxTenuringThreshold=2");
        }
        return flags;
    }

    /** Returns all parts; their sizes add up to the process. */
    public List<Part> parts() {
        String prefix = isJobManager() ? "jobmanager.memory." : "taskmanager.memory.";
        Part meta = new Part("JVM metaspace", metaspace, prefix + "jvm-metaspace.size");
        Part over = new Part("JVM overhead", overhead, prefix + "jvm-overhead.fraction, .min, .max");
        if (isJobManager()) {
            Part offHeap = new Part("Direct memory", direct.framework, prefix + "off-heap.size");
            return List.of(new Part("Heap", frameworkHeap, "the rest"), offHeap, meta, over);
        }
        return List.of(
                new Part("Framework heap", frameworkHeap, prefix + "framework.heap.size"),
                new Part("Task heap", taskHeap, "the rest"),
                new Part("Managed memory", managed, prefix + "managed.size or .fraction"),
                new Part("Network", direct.network, prefix + "network.fraction, .min, .max"),
                new Part("Framework off-heap", direct.framework, prefix + "framework.off-heap.size"),
                new Part("Task off-heap", direct.task, prefix + "task.off-heap.size"),
                meta,
                over);
    }

    private boolean isJobManager() {
        return taskHeap.bytes() == 0;
    }

    /** Returns the division as a table for people, one part per line. */
    public String explain() {
        String table = parts().stream()
                .map(part -> String.format(
                        Locale.ROOT, "  %-20s %9.1f mb   %s", part.name(), inMb(part.size()), part.origin()))
                .collect(Collectors.joining("\n"));
        return String.format(Locale.ROOT, "  %-20s %9.1f mb%n%s", "Process", inMb(process), table);
    }

    private static double inMb(MemorySize size) {
        return size.bytes() / (double) (1 << 20);
    }

    private static ProcessMemory derive(
            Configuration configuration, ConfigOption<MemorySize> option, Function<Long, Division> divide) {
        MemorySize size = configuration.get(option);
        Division division = divide.apply(size.bytes());
        if (division.fits()) {
            return division.memory(size);
        }
        String mend = least(divide)
                .map(least -> "Set it to at least " + least + ", or make the parts smaller.")
                .orElse("Make the parts smaller: they do not fit into a process of any size.");
        throw new WeirException(
                ErrorCode.CONFIGURATION,
                "The option " + option + " is " + size + ", which is too small for its parts (" + division + "). "
                        + mend);
    }

    /** The least size, in whole units of 1 mb, whose parts fit; it exists unless the shares use up everything. */
    private static Optional<MemorySize> least(Function<Long, Division> divide) {
        long tooSmall = 0;
        long enough = LARGEST_PROCESS;
        if (!divide.apply(enough).fits()) {
            return Optional.empty();
        }
        while (enough - tooSmall > 1 << 20) {
            long middle = (tooSmall + enough) / 2 >> 20 << 20;
            if (divide.apply(middle).fits()) {
                enough = middle;
            } else {
                tooSmall = middle;
            }
        }
        return Optional.of(new MemorySize(enough));
    }

    private static Division divideJobManager(Configuration configuration, long process) {
        long metaspace = configuration.get(JobManagerOptions.METASPACE_SIZE).bytes();
        long overhead = new Share(
                        JobManagerOptions.OVERHEAD_FRACTION,
                        JobManagerOptions.OVERHEAD_MIN,
                        JobManagerOptions.OVERHEAD_MAX)
                .of(process, configuration);
        MemorySize offHeap = configuration.get(JobManagerOptions.OFF_HEAP_SIZE);
        long heap = process - metaspace - overhead - offHeap.bytes();
        return new Division(false, heap, 0, 0, new Direct(NONE, offHeap, NONE), metaspace, overhead);
    }

    private static Division divideTaskManager(Configuration configuration, long process) {
        long metaspace = configuration.get(TaskManagerOptions.METASPACE_SIZE).bytes();
        long overhead = new Share(
                        TaskManagerOptions.OVERHEAD_FRACTION,
                        TaskManagerOptions.OVERHEAD_MIN,
                        TaskManagerOptions.OVERHEAD_MAX)
                .of(process, configuration);
        long left = Math.max(0, process - metaspace - overhead);
        long network = new Share(
                        TaskManagerOptions.NETWORK_FRACTION,
                        TaskManagerOptions.NETWORK_MIN,
                        TaskManagerOptions.NETWORK_MAX)
                .of(left, configuration);
        long managed = configuration
                .getOptional(TaskManagerOptions.MANAGED_SIZE)
                .map(MemorySize::bytes)
                .orElseGet(() -> (long) (left * managedFraction(configuration)));
        Direct direct = new Direct(
                new MemorySize(network),
                configuration.get(TaskManagerOptions.FRAMEWORK_OFF_HEAP_SIZE),
                configuration.get(TaskManagerOptions.TASK_OFF_HEAP_SIZE));
        long frameworkHeap =
                configuration.get(TaskManagerOptions.FRAMEWORK_HEAP_SIZE).bytes();
        long taskHeap = process - metaspace - overhead - managed - direct.bytes() - frameworkHeap;
        return new Division(true, taskHeap, frameworkHeap, managed, direct, metaspace, overhead);
    }

    /** State on the heap asks for no managed memory, RocksDB for much of it. */
    private static double managedFraction(Configuration configuration) {
        boolean rocksDb = configuration.get(StateBackendOptions.TYPE) == StateBackendType.ROCKSDB;
        return configuration
                .getOptional(TaskManagerOptions.MANAGED_FRACTION)
                .orElse(rocksDb ? ROCKSDB_FRACTION : TaskManagerOptions.MANAGED_FRACTION.defaultValue());
    }

    /** A share with bounds. */
    private record Share(ConfigOption<Double> fraction, ConfigOption<MemorySize> least, ConfigOption<MemorySize> most) {
        long of(long whole, Configuration configuration) {
            long min = configuration.get(least).bytes();
            long max = configuration.get(most).bytes();
            if (min > max) {
                throw new WeirException(
                        ErrorCode.CONFIGURATION,
                        "The option " + least + " (" + configuration.get(least) + ") is larger than " + most + " ("
                                + configuration.get(most) + ").");
            }
            return Math.min(max, Math.max(min, (long) (whole * configuration.get(fraction))));
        }
    }

    /** A division that may not work out: then the rest, which the heap gets, is too small or negative. */
    private record Division(
            boolean taskManager,
            long rest,
            long frameworkHeap,
            long managed,
            Direct direct,
            long metaspace,
            long overhead) {
        boolean fits() {
            return rest >= LEAST_HEAP;
        }

        ProcessMemory memory(MemorySize process) {
            return new ProcessMemory(
                    process,
                    new MemorySize(taskManager ? frameworkHeap : rest),
                    new MemorySize(taskManager ? rest : 0),
                    new MemorySize(managed),
                    direct,
                    new MemorySize(metaspace),
                    new MemorySize(overhead));
        }

        @Override
        public String toString() {
            String parts = "metaspace " + new MemorySize(metaspace) + ", overhead " + rounded(overhead)
                    + ", direct memory " + rounded(direct.bytes());
            if (taskManager) {
                parts += ", framework heap " + new MemorySize(frameworkHeap);
            }
            return managed > 0 ? parts + ", managed memory " + rounded(managed) : parts;
        }

        private static MemorySize rounded(long bytes) {
            return bytes < 1 << 20 ? new MemorySize(bytes) : new MemorySize(bytes >> 20 << 20);
        }
    }
}
