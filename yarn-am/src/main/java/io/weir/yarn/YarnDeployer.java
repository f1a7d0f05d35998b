package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.YarnOptions;
import io.weir.hdfs.HadoopClassLoader;
import io.weir.runtime.client.ClusterDeployer;
import io.weir.runtime.client.DeployedCluster;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the targets on YARN have in common. Stateless; for any thread. */
abstract class YarnDeployer implements ClusterDeployer {
    private final String target;

    YarnDeployer(String target) {
        this.target = target;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public DeployedCluster deployJob(Configuration configuration, JobGraph graph, List<Path> jars) {
        return HadoopClassLoader.call(() -> {
            YarnConnection yarn = YarnConnection.open(configuration);
            try {
                return new Deployment(configuration, yarn).run(Optional.of(new Deployment.Job(graph, jars)));
            } catch (RuntimeException e) {
                yarn.close();
                throw e;
            }
        });
    }

    @Override
    public DeployedCluster deploySession(Configuration configuration) {
        return HadoopClassLoader.call(() -> {
            YarnConnection yarn = YarnConnection.open(configuration);
            try {
                YarnCluster cluster = new Deployment(configuration, yarn).run(Optional.empty());
                note(cluster, configuration);
                return cluster;
            } catch (RuntimeException e) {
                yarn.close();
                throw e;
            }
        });
    }

    /** A session that nobody can name would run for ever. */
    private static void note(YarnCluster cluster, Configuration configuration) {
        try {
            SessionFile.of(configuration).write(cluster.applicationId());
        } catch (RuntimeException e) {
            cluster.kill();
            cluster.close();
            throw e;
        }
    }

    @Override
    public DeployedCluster retrieve(Configuration configuration) {
        String application = configuration
                .getOptional(YarnOptions.APPLICATION_ID)
                .or(() -> SessionFile.of(configuration).read())
                .orElseThrow(() -> new WeirException(
                        ErrorCode.NOT_FOUND,
                        "No YARN application is named: start a session with yarn-session.sh, or name one with -D"
                                + YarnOptions.APPLICATION_ID + "=application_..._...."));
        return HadoopClassLoader.call(() -> {
            YarnConnection yarn = YarnConnection.open(configuration);
            try {
                return Retrieval.of(application, configuration, yarn);
            } catch (RuntimeException e) {
                yarn.close();
                throw e;
            }
        });
    }
}
