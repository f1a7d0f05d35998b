package io.weir.runtime.ha;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * The main class of a ZooKeeper of one, on this machine only, for clusters that are not to last: {@code LocalZooKeeper
 * DIRECTORY}. It says on its standard output when it serves, and does so until it is killed. What its server needs beyond
 * ZooKeeper's own jars has to be on its class path. The main thread owns it.
 */
public final class LocalZooKeeper {
    /** Sessions last at least two ticks, and are told to have ended at ticks. */
    private static final int TICK_MILLIS = 500;

    private static final int MOST_CONNECTIONS = 1_000;

    private LocalZooKeeper() {}

    /**
     * Runs until it is killed.
     *
     * @param arguments the directory of its files, which may be there already
     */
    public static void main(String[] arguments) {
        try {
            serve(Path.of(arguments[0]));
        } catch (Throwable e) { // also of classes that are not there, which its own handler would only log
            System.err.println("weir: ZooKeeper cannot run: " + e);
            System.exit(1);
        }
    }

    private static void serve(Path directory) throws Exception {
        Files.createDirectories(directory);
        ServerCnxnFactory connections = ServerCnxnFactory.createFactory(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_CONNECTIONS);
        connections.startup(new ZooKeeperServer(directory.toFile(), directory.toFile(), TICK_MILLIS));
        System.out.println("ZooKeeper at localhost:" + connections.getLocalPort() + " is ready.");
        connections.join();
    }
}
