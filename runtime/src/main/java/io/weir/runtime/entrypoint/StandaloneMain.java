package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.runtime.resourcemanager.StandaloneResourceManagerDriver;
import io.weir.runtime.security.ClusterSecret;
import java.util.Set;

/**
 * The main class of a JobManager process of a standalone cluster:
 * {@code StandaloneMain [--secret-file F] [-Dkey=value ...]}. It says on its standard output when it serves.
 */
public final class StandaloneMain {
    private StandaloneMain() {}

    /**
     * Runs until the process gets a signal or a client shuts the cluster down.
     *
     * @param arguments see above
     */
    public static void main(String[] arguments) {
        System.exit(MainProcess.run("JobManager", process -> start(process, arguments)));
    }

    private static RunningCluster start(MainProcess process, String[] arguments) {
        Configuration configuration =
                MainArguments.parse(arguments, Set.of("secret-file")).configuration();
        RunningCluster cluster = ClusterEntrypoint.start(
                configuration, ClusterSecret.require(configuration), new StandaloneResourceManagerDriver());
        cluster.ending().thenAccept(ending -> {
            if (ending.failure() == null) {
                process.end("a client wants it");
            } else {
                process.fail(ending.failure());
            }
        });
        System.out.println("JobManager at " + cluster.host() + ":" + cluster.port() + " is ready.");
        return cluster;
    }
}
