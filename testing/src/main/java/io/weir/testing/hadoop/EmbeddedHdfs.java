package io.weir.testing.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;

/**
 * A real NameNode with one real DataNode in this process. Files of an earlier run in the same directory are kept. Started
 * by {@link #start}, which writes the addresses it got into the configuration; closed once. Owned by {@link MiniHadoop}.
 */
final class EmbeddedHdfs implements AutoCloseable {
    private static final Duration READY_BOUND = Duration.ofSeconds(60);

    private final NameNode nameNode;
    private DataNode dataNode;

    private EmbeddedHdfs(NameNode nameNode) {
        this.nameNode = nameNode;
    }

    static EmbeddedHdfs start(Path directory, Configuration configuration) throws IOException {
        Path names = directory.resolve("hdfs/name");
        configuration.set("dfs.namenode.name.dir", names.toUri().toString());
        configuration.set(
                "dfs.datanode.data.dir", directory.resolve("hdfs/data").toUri().toString());
        if (!Files.exists(names.resolve("current/VERSION"))) {
            Files.createDirectories(names);
            NameNode.format(configuration);
        }
        EmbeddedHdfs hdfs = new EmbeddedHdfs(NameNode.createNameNode(new String[0], configuration));
        try {
            hdfs.publishAddresses(configuration);
            hdfs.startDataNode(configuration);
        } catch (IOException | RuntimeException e) {
            hdfs.close();
            throw e;
        }
        return hdfs;
    }

    private void publishAddresses(Configuration configuration) {
        String rpc = EmbeddedSettings.HOST + ":" + nameNode.getNameNodeAddress().getPort();
        configuration.set("fs.defaultFS", "hdfs://" + rpc);
        configuration.set("dfs.namenode.rpc-address", rpc);
        configuration.set(
                "dfs.namenode.http-address",
                EmbeddedSettings.HOST + ":" + nameNode.getHttpAddress().getPort());
    }

    private void startDataNode(Configuration configuration) throws IOException {
        dataNode = DataNode.createDataNode(new String[0], new Configuration(configuration));
        Waiting.until("a DataNode that takes blocks", READY_BOUND, this::isReady);
    }

    /** A DataNode that has registered is refused blocks until a heartbeat has told its free space. */
    private boolean isReady() {
        return !nameNode.isInSafeMode()
                && nameNode.getNamesystem().getNumLiveDataNodes() == 1
                && nameNode.getNamesystem().getCapacityTotal() > 0;
    }

    @Override
    public void close() {
        if (dataNode != null) {
            dataNode.shutdown();
        }
        nameNode.stop();
        nameNode.join();
    }
}
