package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.runtime.ha.HighAvailability;
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

    private static AutoCloseable start(MainProcess process, String[] arguments) {
        Configuration configuration =
                MainArguments.parse(arguments, Set.of("secret-file")).configuration();
        ClusterSecret secret = ClusterSecret.require(configuration);
        return HighAvailability.isEnabled(configuration)
                ? stand(process, configuration, secret)
                : lead(process, configuration, secret);
    }

    private static RunningCluster lead(MainProcess process, Configuration configuration, ClusterSecret secret) {
        RunningCluster cluster = ClusterEntrypoint.start(configuration, secret, new StandaloneResourceManagerDriver());
        cluster.ending().thenAccept(ending -> {
            if (ending.failure() == null) {
                process.end("a client wants it");
            } else {
                process.fail(ending.failure());
            }
        });
        ready(cluster.host(), cluster.port());
        return cluster;
    }

    /** One of several: it leads when it is elected. */
    private static ElectedCluster stand(MainProcess process, Configuration configuration, ClusterSecret secret) {
        ElectedCluster cluster = ElectedCluster.start(
                configuration, secret, StandaloneResourceManagerDriver::new, false, new ElectedCluster.Listener() {
                    @Override
                    public void leads(RunningCluster led) {
                        System.out.println("JobManager at " + led.host() + ":" + led.port() + " leads.");
                    }

                    @Override
                    public void steppedDown() {
                        System.out.println("This JobManager does not lead any more.");
                    }

                    @Override
                    public void ended() {
                        process.end("a client wants it");
                    }

                    @Override
                    public void failed(Throwable cause) {
                        process.fail(cause);
                    }
                });
        ready(cluster.host(), cluster.port());
        return cluster;
    }

    private static void ready(String host, int port) {
        System.out.println("JobManager at " + host + ":" + port + " is ready.");
    }
}
