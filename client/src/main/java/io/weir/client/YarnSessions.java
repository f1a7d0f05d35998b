package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.runtime.client.ClusterDeployer;
import io.weir.runtime.client.ClusterDeployers;
import io.weir.runtime.client.DeployedCluster;
import io.weir.util.WeirException;
import java.time.Duration;

/** The real way to sessions on YARN. No state. */
final class YarnSessions implements SessionAccess {
    private static final String TARGET = "yarn-session";

    @Override
    public Session deploy(Configuration configuration) {
        return new DeployedSession(deployer(configuration).deploySession(configuration));
    }

    @Override
    public Session retrieve(Configuration configuration) {
        return new DeployedSession(deployer(configuration).retrieve(configuration));
    }

    @Override
    public Duration pollInterval() {
        return Duration.ofSeconds(3);
    }

    private static ClusterDeployer deployer(Configuration configuration) {
        ClientConfiguration.openFileSystems(configuration);
        return ClusterDeployers.of(TARGET);
    }

    /** A session that was deployed. */
    private record DeployedSession(DeployedCluster cluster) implements Session {
        @Override
        public String applicationId() {
            return cluster.applicationId();
        }

        @Override
        public String url() {
            return cluster.webOrTrackingUrl();
        }

        @Override
        public boolean isAlive() {
            try {
                cluster.client().clusterInfo();
                return true;
            } catch (WeirException e) {
                return false; // whoever asks asks again before the session counts as lost
            }
        }

        @Override
        public String diagnostics() {
            return cluster.diagnostics();
        }

        @Override
        public void stop() {
            try {
                cluster.client().shutdownCluster();
            } catch (WeirException e) {
                cluster.kill(); // it does not listen any more
            }
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
