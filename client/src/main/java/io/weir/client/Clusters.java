package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.SecurityOptions;
import io.weir.runtime.client.ClusterDeployers;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
            case "local" -> local(configuration);
            case "remote" -> new RemoteTarget(() -> remote(configuration), configuration);
            case "yarn-session" -> new RemoteTarget(() -> retrieve(target, configuration), configuration);
            default -> new PerJobTarget(console, ClusterDeployers.of(target), configuration);
        };
    }

    private static Target local(Configuration configuration) {
        if (!configuration.get(ExecutionOptions.ATTACHED)) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "A detached job (-d, or " + ExecutionOptions.ATTACHED.key() + ": false) needs a cluster to stay on:"
                            + " with the target local it would end with this command. Leave -d out, or name a cluster"
                            + " with -t or -m.");
        }
        return new LocalTarget(configuration);
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
        return target.equals("remote") ? remote(configuration) : retrieve(target, configuration);
    }

    private ClusterHandle remote(Configuration configuration) {
        return ClusterHandle.of(WeirClient.connect(withSecret(configuration)));
    }

    private static ClusterHandle retrieve(String target, Configuration configuration) {
        HadoopPlugin.install(configuration);
        return ClusterHandle.of(ClusterDeployers.of(target).retrieve(configuration));
    }

    /** Adds the file in which start-cluster.sh keeps the secret, unless the options name the secret or another file. */
    private Configuration withSecret(Configuration configuration) {
        if (configuration.contains(SecurityOptions.CLUSTER_SECRET)
                || configuration.contains(SecurityOptions.CLUSTER_SECRET_FILE)) {
            return configuration;
        }
        Optional<Path> file = ClientConfiguration.secretFile(console);
        if (file.isEmpty()) {
            return configuration; // whoever connects says which options there are
        }
        if (!Files.exists(file.get())) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "There is no cluster secret in " + file.get() + ": start a cluster with start-cluster.sh, which"
                            + " makes it, or copy that of the cluster at "
                            + configuration.get(JobManagerOptions.ADDRESS) + ":"
                            + configuration.get(JobManagerOptions.PORT) + ", or name its file with -D"
                            + SecurityOptions.CLUSTER_SECRET_FILE.key() + "=FILE.");
        }
        return new Configuration(configuration)
                .set(SecurityOptions.CLUSTER_SECRET_FILE, file.get().toString());
    }
}
