package io.weir.testing.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper server of one on loopback. Started by {@link #start}; closed once. Owned by {@link MiniHadoop}. */
final class EmbeddedZooKeeper implements AutoCloseable {
    private static final int ANY_PORT = -1;

    private final TestingServer server;

    private EmbeddedZooKeeper(TestingServer server) {
        this.server = server;
    }

    static EmbeddedZooKeeper start(Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("zookeeper"));
        try {
            return new EmbeddedZooKeeper(new TestingServer(ANY_PORT, data.toFile(), true));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("ZooKeeper did not start: " + e.getMessage(), e);
        }
    }

    /** Returns host:port, as clients write it. */
    String address() {
        return server.getConnectString();
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
