package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.SecurityOptions;
import io.weir.execution.JobId;
import io.weir.runtime.client.ClusterDeployer;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.protocol.JobSummary;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.util.List;

/** The real way to clusters. No state. */
final class Clusters implements ClusterAccess {
    private final Console console;

    Clusters(Console console) {
        this.console = console;
    }

    @Override
    public Target open(Configuration configuration) {
        String target = configuration.get(ExecutionOptions.TARGET);
        return switch (target) {
            case "local" -> new LocalTarget(configuration);
            case "remote" -> new RemoteTarget(() -> WeirClient.connect(withSecret(configuration)), configuration);
            default -> throw new WeirException(ErrorCode.CONFIGURATION, "This build cannot reach YARN yet.");
        };
    }

    @Override
    public Connection connect(Configuration configuration) {
        String target = configuration.get(ExecutionOptions.TARGET);
        if (target.equals("local")) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "The target local has no cluster: its jobs end with the command that runs them. Name one with -t"
                            + " or -m.");
        }
        if (target.equals("remote")) {
            WeirClient client = WeirClient.connect(withSecret(configuration));
            return new ClientConnection(client, client::close);
        }
        DeployedCluster cluster = deployer(target).retrieve(configuration);
        return new ClientConnection(cluster.client(), cluster::close);
    }

    /** Adds the file in which start-cluster.sh keeps the secret, unless the options name the secret or another file. */
    private Configuration withSecret(Configuration configuration) {
        if (configuration.contains(SecurityOptions.CLUSTER_SECRET)
                || configuration.contains(SecurityOptions.CLUSTER_SECRET_FILE)) {
            return configuration;
        }
        return ClientConfiguration.secretFile(console)
                .filter(Files::exists)
                .map(file -> new Configuration(configuration).set(SecurityOptions.CLUSTER_SECRET_FILE, file.toString()))
                .orElse(configuration);
    }

    static ClusterDeployer deployer(String target) {
        throw new WeirException(ErrorCode.CONFIGURATION, "This build cannot reach YARN yet: " + target + ".");
    }

    /** A connection through a client. */
    private record ClientConnection(WeirClient client, Runnable onClose) implements Connection {
        @Override
        public List<JobSummary> jobs() {
            return client.list();
        }

        @Override
        public void cancel(JobId job) {
            client.cancel(job);
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
