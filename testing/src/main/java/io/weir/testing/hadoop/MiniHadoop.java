package io.weir.testing.hadoop;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.util.ExitUtil;

/**
 * A whole Hadoop in this process, on loopback with free ports: NameNode, DataNode, ResourceManager, NodeManagers and
 * ZooKeeper, the real ones. Containers are processes of their own. Needs the JVM flag
 * {@code --add-opens=java.base/java.lang=ALL-UNNAMED}.
 *
 * <p>Life: {@link #start} returns when HDFS takes files and YARN takes applications; {@link #close} ends all daemons and
 * containers and leaves the files in its directory. Owned by whoever started it; its getters are for any thread.
 */
public final class MiniHadoop implements AutoCloseable {
    private final MiniHadoopOptions options;
    private final Configuration configuration;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private String zooKeeperAddress;
    private EmbeddedYarn yarn; // null before it has started

    private MiniHadoop(MiniHadoopOptions options) {
        this.options = options;
        this.configuration = EmbeddedSettings.base(options);
    }

    /**
     * Starts all daemons and waits until they serve.
     *
     * @param options where and how large
     * @return the running cluster
     */
    public static MiniHadoop start(MiniHadoopOptions options) {
        MiniHadoop hadoop = new MiniHadoop(options);
        try {
            hadoop.startParts();
        } catch (IOException | RuntimeException e) {
            hadoop.close();
            throw new WeirException(
                    ErrorCode.UNREACHABLE,
                    "the embedded Hadoop in " + options.directory() + " did not start: " + e.getMessage(),
                    e);
        }
        return hadoop;
    }

    private void startParts() throws IOException {
        // Several daemons of one kind register the same metrics names, and none may end the JVM that embeds it.
        DefaultMetricsSystem.setMiniClusterMode(true);
        ExitUtil.disableSystemExit();
        Files.createDirectories(options.directory().resolve("tmp"));
        EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(options.directory());
        parts.push(zooKeeper);
        zooKeeperAddress = zooKeeper.address();
        parts.push(EmbeddedHdfs.start(options.directory(), configuration));
        yarn = EmbeddedYarn.start(options, configuration);
        parts.push(yarn);
        ConfigurationDirectory.write(configurationDirectory(), configuration);
    }

    /** Returns the settings of clients and daemons, with the ports they got. */
    public Configuration configuration() {
        return new Configuration(configuration);
    }

    /** Returns the directory that clients name in {@code HADOOP_CONF_DIR}. */
    public Path configurationDirectory() {
        return options.directory().resolve("conf");
    }

    /** Returns HDFS' address, such as {@code hdfs://127.0.0.1:40123}. */
    public String fileSystemUri() {
        return configuration.get("fs.defaultFS");
    }

    /** Returns host:port of the ResourceManager's client service. */
    public String resourceManagerAddress() {
        return configuration.get("yarn.resourcemanager.address");
    }

    /** Returns host:port of the ResourceManager's web pages. */
    public String resourceManagerWebAddress() {
        return configuration.get("yarn.resourcemanager.webapp.address");
    }

    /** Returns host:port of the NameNode's web pages. */
    public String nameNodeWebAddress() {
        return configuration.get("dfs.namenode.http-address");
    }

    /** Returns host:port of ZooKeeper. */
    public String zooKeeperAddress() {
        return zooKeeperAddress;
    }

    /** Returns the directory with all files of this cluster. */
    public Path directory() {
        return options.directory();
    }

    /** Takes YARN's ResourceManager away, until {@link #startResourceManager}; containers go on. */
    public void stopResourceManager() {
        yarn.stopResourceManager();
    }

    /** Brings YARN's ResourceManager back, at the same addresses and with the applications that it had. */
    public void startResourceManager() {
        yarn.restartResourceManager();
    }

    /** Ends all daemons, newest first, and every container. Closing twice is harmless. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                RuntimeException failure =
                        new WeirException(ErrorCode.INTERNAL, "a part of the embedded Hadoop did not stop", e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        LeftOvers.kill(options.directory());
        if (first != null) {
            throw first;
        }
    }
}
