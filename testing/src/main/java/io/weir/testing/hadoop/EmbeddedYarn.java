package io.weir.testing.hadoop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.service.ServiceOperations;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore;

/**
 * A real ResourceManager with real NodeManagers in this process. Started by {@link #start}, which writes the addresses it
 * got into the configuration; closed once, and then no container is left. Owned by {@link MiniHadoop}.
 */
final class EmbeddedYarn implements AutoCloseable {
    private static final Duration READY_BOUND = Duration.ofSeconds(60);

    private final Configuration configuration;
    private final List<Service> nodeManagers = new ArrayList<>();
    private ResourceManager resourceManager; // null while it is away

    private EmbeddedYarn(Configuration configuration) {
        this.configuration = configuration;
    }

    static EmbeddedYarn start(MiniHadoopOptions options, Configuration configuration) {
        options.overrides().forEach(recovery(options.directory(), configuration)::set);
        EmbeddedYarn yarn = new EmbeddedYarn(configuration);
        try {
            yarn.startResourceManager();
            for (int node = 0; node < options.nodeManagers(); node++) {
                NodeManager nodeManager = new NodeManager();
                yarn.nodeManagers.add(0, nodeManager);
                run(nodeManager, nodeConfiguration(options.directory(), node, configuration));
            }
            yarn.awaitNodes();
        } catch (RuntimeException e) {
            yarn.close();
            throw e;
        }
        return yarn;
    }

    /** What one ResourceManager knows is there for the next one of this run, and those who wait for it look for it often. */
    private static Configuration recovery(Path directory, Configuration configuration) {
        // A directory of each run, for what an earlier run has left is over.
        Path state = directory.resolve("yarn/state-" + UUID.randomUUID());
        configuration.set("yarn.resourcemanager.recovery.enabled", "true");
        configuration.set("yarn.resourcemanager.store.class", FileSystemRMStateStore.class.getName());
        configuration.set(
                "yarn.resourcemanager.fs.state-store.uri", state.toUri().toString());
        configuration.set("yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms", "0");
        configuration.set("yarn.resourcemanager.connect.retry-interval.ms", "500");
        return configuration;
    }

    private static void run(Service service, Configuration configuration) {
        service.init(configuration);
        service.start();
    }

    private void startResourceManager() {
        resourceManager = new ResourceManager();
        run(resourceManager, configuration);
    }

    private void awaitNodes() {
        Waiting.until(
                "the registration of all NodeManagers",
                READY_BOUND,
                () -> resourceManager.getResourceScheduler().getNumClusterNodes() == nodeManagers.size());
    }

    /** Takes the ResourceManager away; containers go on. */
    void stopResourceManager() {
        ServiceOperations.stopQuietly(resourceManager);
        resourceManager = null;
    }

    /** Brings it back at the same addresses, with what the last one knew, and waits until all nodes have found it. */
    void restartResourceManager() {
        startResourceManager();
        awaitNodes();
    }

    private static Configuration nodeConfiguration(Path directory, int node, Configuration shared) {
        Configuration configuration = new YarnConfiguration(shared);
        configuration.set(
                "yarn.nodemanager.local-dirs",
                directory.resolve("yarn/local-" + node).toString());
        configuration.set(
                "yarn.nodemanager.log-dirs",
                directory.resolve("yarn/logs-" + node).toString());
        // ApplicationMasters find a ResourceManager that comes back before nodes do, so that they hear of containers
        // late.
        configuration.set("yarn.resourcemanager.connect.retry-interval.ms", "4000");
        return configuration;
    }

    @Override
    public void close() {
        nodeManagers.forEach(ServiceOperations::stopQuietly);
        nodeManagers.clear();
        stopResourceManager();
    }
}
