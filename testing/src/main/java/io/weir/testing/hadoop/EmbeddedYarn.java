package io.weir.testing.hadoop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.service.ServiceOperations;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;

/**
 * A real ResourceManager with real NodeManagers in this process. Started by {@link #start}, which writes the addresses it
 * got into the configuration; closed once, and then no container is left. Owned by {@link MiniHadoop}.
 */
final class EmbeddedYarn implements AutoCloseable {
    private static final Duration READY_BOUND = Duration.ofSeconds(60);

    private final List<Service> services = new ArrayList<>();

    private EmbeddedYarn() {}

    static EmbeddedYarn start(MiniHadoopOptions options, Configuration configuration) {
        EmbeddedYarn yarn = new EmbeddedYarn();
        try {
            ResourceManager resourceManager = new ResourceManager();
            yarn.run(resourceManager, configuration);
            for (int node = 0; node < options.nodeManagers(); node++) {
                yarn.run(new NodeManager(), nodeConfiguration(options.directory(), node, configuration));
            }
            Waiting.until(
                    "the registration of all NodeManagers",
                    READY_BOUND,
                    () -> resourceManager.getResourceScheduler().getNumClusterNodes() == options.nodeManagers());
        } catch (RuntimeException e) {
            yarn.close();
            throw e;
        }
        return yarn;
    }

    private void run(Service service, Configuration configuration) {
        services.add(0, service);
        service.init(configuration);
        service.start();
    }

    private static Configuration nodeConfiguration(Path directory, int node, Configuration shared) {
        Configuration configuration = new YarnConfiguration(shared);
        configuration.set(
                "yarn.nodemanager.local-dirs",
                directory.resolve("yarn/local-" + node).toString());
        configuration.set(
                "yarn.nodemanager.log-dirs",
                directory.resolve("yarn/logs-" + node).toString());
        return configuration;
    }

    @Override
    public void close() {
        services.forEach(ServiceOperations::stopQuietly);
        services.clear();
    }
}
