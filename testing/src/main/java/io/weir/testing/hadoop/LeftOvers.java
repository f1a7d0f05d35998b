package io.weir.testing.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Containers that outlived their NodeManager, which happens when the embedded Hadoop was killed. A container's working
 * directory lies below the cluster's directory; where the system does not tell (no {@code /proc}), none are found.
 */
final class LeftOvers {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private LeftOvers() {}

    /** Returns the processes that work below a directory of container files. */
    static List<ProcessHandle> in(Path directory) {
        Path containers = realPath(directory).resolve("yarn");
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && worksIn(containers, process))
                .toList();
    }

    /** Kills them and waits until they are gone. */
    static void kill(Path directory) {
        Waiting.reached(BOUND, () -> {
            List<ProcessHandle> processes = in(directory);
            processes.forEach(ProcessHandle::destroyForcibly);
            return processes.isEmpty();
        });
    }

    private static boolean worksIn(Path directory, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .startsWith(directory);
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return false; // gone meanwhile, another user's, or no /proc
        }
    }

    private static Path realPath(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory;
        }
    }
}
