package io.weir.yarn;

import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.apache.hadoop.yarn.api.records.ContainerStatus;

/** Says in words how a container ended. Stateless. */
final class ContainerExit {
    private static final int SIGNAL = 128;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private ContainerExit() {}

    /** Returns one line that names the container, its host, and why it ended. */
    static String describe(ContainerStatus status, String host) {
        String reason = reason(status.getDiagnostics());
        return "container " + status.getContainerId() + " on " + host + " " + words(status.getExitStatus())
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String words(int exitStatus) {
        return switch (exitStatus) {
            case ContainerExitStatus.SUCCESS -> "ended by itself";
            case ContainerExitStatus.ABORTED -> "was released, or its node was lost";
            case ContainerExitStatus.DISKS_FAILED -> "ended because too many disks of its node failed";
            case ContainerExitStatus.PREEMPTED -> "was preempted by YARN for another application";
            case ContainerExitStatus.KILLED_EXCEEDED_VMEM -> "was killed by YARN for using too much virtual memory";
            case ContainerExitStatus.KILLED_EXCEEDED_PMEM ->
                "was killed by YARN for using more memory than it had asked for";
            case ContainerExitStatus.KILLED_BY_APPMASTER -> "was stopped by the ApplicationMaster";
            case ContainerExitStatus.KILLED_BY_RESOURCEMANAGER -> "was killed by YARN's ResourceManager";
            case ContainerExitStatus.KILLED_AFTER_APP_COMPLETION -> "was killed because the application had ended";
            case SIGNAL + SIGKILL -> "was killed (exit code 137, SIGKILL)";
            case SIGNAL + SIGTERM -> "was terminated (exit code 143, SIGTERM)";
            default -> "failed with exit code " + exitStatus;
        };
    }

    /** What YARN adds is mostly how it found out; what our own process said, or a reason of YARN's, is worth a line. */
    private static String reason(String diagnostics) {
        if (diagnostics == null) {
            return "";
        }
        boolean aboutLaunch = diagnostics.contains("Exception from container-launch")
                || diagnostics.contains("Container exited with a non-zero exit code")
                || diagnostics.contains("Container killed on request");
        boolean ours = diagnostics.lines().anyMatch(line -> line.strip().startsWith("weir: "));
        return aboutLaunch && !ours ? "" : Diagnostics.reason(diagnostics);
    }
}
