package io.weir.configuration;

import java.time.Duration;

/** Options of the ResourceManager. */
public final class ResourceManagerOptions {
    /** How long an unused TaskManager is kept. */
    public static final ConfigOption<Duration> TASK_MANAGER_TIMEOUT = ConfigOptions.duration(
            "resourcemanager.taskmanager-timeout",
            Duration.ofSeconds(30),
            "How long a TaskManager that the ResourceManager started may be without any job before it is released.");

    /** How long TaskManagers of the leader before are waited for. */
    public static final ConfigOption<Duration> PREVIOUS_WORKER_RECOVERY_TIMEOUT = ConfigOptions.duration(
            "resourcemanager.previous-worker.recovery.timeout",
            Duration.ofSeconds(60),
            "How long TaskManagers that a lost ApplicationMaster has left on YARN may take to register with the next one."
                    + " Until then no others are asked for in their places; those that take longer are released.");

    private ResourceManagerOptions() {}
}
