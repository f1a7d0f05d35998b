package io.weir.testing.hadoop;

import static java.util.Objects.requireNonNull;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an embedded Hadoop looks like.
 *
 * @param directory holds all its files: {@code conf/}, HDFS blocks, container directories, ZooKeeper's data
 * @param nodeManagers how many NodeManagers (machines, as YARN sees it)
 * @param memoryMegabytes what each NodeManager may give to containers
 * @param virtualCores what each NodeManager may give to containers
 * @param overrides Hadoop settings that replace the embedded cluster's own
 */
public record MiniHadoopOptions(
        Path directory, int nodeManagers, int memoryMegabytes, int virtualCores, Map<String, String> overrides) {
    /** One NodeManager of 8 GB and 8 virtual cores is what {@link #in} gives. */
    public static final int DEFAULT_MEMORY_MEGABYTES = 8192;

    /** See {@link #DEFAULT_MEMORY_MEGABYTES}. */
    public static final int DEFAULT_VIRTUAL_CORES = 8;

    /** Checks the numbers and copies the map. */
    public MiniHadoopOptions {
        requireNonNull(directory, "directory is null");
        directory = directory.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
        requirePositive("the number of NodeManagers", nodeManagers);
        requirePositive("a NodeManager's memory in MB", memoryMegabytes);
        requirePositive("a NodeManager's number of virtual cores", virtualCores);
    }

    /** Returns the usual size, with all files in a directory. */
    public static MiniHadoopOptions in(Path directory) {
        return new MiniHadoopOptions(directory, 1, DEFAULT_MEMORY_MEGABYTES, DEFAULT_VIRTUAL_CORES, Map.of());
    }

    /** Returns the same with another number of NodeManagers. */
    public MiniHadoopOptions withNodeManagers(int count) {
        return new MiniHadoopOptions(directory, count, memoryMegabytes, virtualCores, overrides);
    }

    /** Returns the same with other resources for each NodeManager. */
    public MiniHadoopOptions withNodeResources(int megabytes, int cores) {
        return new MiniHadoopOptions(directory, nodeManagers, megabytes, cores, overrides);
    }

    /** Returns the same with other Hadoop settings in place of the embedded cluster's own. */
    public MiniHadoopOptions withOverrides(Map<String, String> settings) {
        return new MiniHadoopOptions(directory, nodeManagers, memoryMegabytes, virtualCores, settings);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new WeirException(ErrorCode.USAGE, what + " must be at least 1, not " + value);
        }
    }
}
