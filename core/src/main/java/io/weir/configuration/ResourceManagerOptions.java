package io.weir.configuration;

import java.time.Duration;

/** Options of the ResourceManager. */
public final class ResourceManagerOptions {
    /** How long an unused TaskManager is kept. */
    public static final ConfigOption<Duration> TASK_MANAGER_TIMEOUT = ConfigOptions.duration(
            "resourcemanager.taskmanager-timeout",
            Duration.ofSeconds(30),
            "How long a TaskManager that the ResourceManager started may be without any job before it is released.");

    private ResourceManagerOptions() {}
}
