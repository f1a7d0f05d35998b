package io.weir.testing.hadoop;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A Hadoop of four daemons as a cluster has them: NameNode, DataNode, ResourceManager and NodeManager, each with its own
 * main class in a process of its own, on loopback with free ports. Unlike {@link MiniHadoop} nothing of it is in this
 * process, so that a test can do to one daemon what happens to daemons.
 *
 * <p>Life: {@link #start} returns when HDFS takes files and YARN takes applications; {@link #close} ends all daemons and
 * containers and leaves the files in the directory. One thread uses it.
 */
public final class HadoopDaemons implements AutoCloseable {
    private static final Duration READY_BOUND = Duration.ofSeconds(120);

    private final Path directory;
    private final String classPath;
    private final Configuration configuration;
    private final Deque<DaemonProcess> daemons = new ArrayDeque<>();

    private HadoopDaemons(Path directory, String classPath) {
        this.directory = directory.toAbsolutePath().normalize();
        this.classPath = classPath;
        this.configuration = EmbeddedSettings.base(MiniHadoopOptions.in(this.directory));
    }

    /**
     * Starts all daemons and waits until they serve.
     *
     * @param directory where all files go
     * @param classPath the class path of the daemons, with Hadoop's jars
     * @return the running cluster
     */
    public static HadoopDaemons start(Path directory, String classPath) {
        HadoopDaemons cluster = new HadoopDaemons(directory, classPath);
        try {
            cluster.configure();
            cluster.run();
        } catch (IOException e) {
            cluster.close();
            throw new WeirException(ErrorCode.FILE, "the daemons in " + directory + " did not start: " + e, e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void configure() throws IOException {
        configuration.unset("yarn.is.minicluster");
        // A client must know these before the daemons run; the others tell each other.
        List<String> keys = new ArrayList<>(List.of("dfs.namenode.rpc-address", "dfs.namenode.http-address"));
        for (String service : new String[] {"", "scheduler.", "resource-tracker.", "admin.", "webapp."}) {
            keys.add("yarn.resourcemanager." + service + "address");
        }
        Iterator<Integer> ports = freePorts(keys.size()).iterator();
        keys.forEach(key -> configuration.set(key, EmbeddedSettings.HOST + ":" + ports.next()));
        configuration.set("fs.defaultFS", "hdfs://" + configuration.get("dfs.namenode.rpc-address"));
        configuration.set("dfs.namenode.name.dir", uri("hdfs/name"));
        configuration.set("dfs.datanode.data.dir", uri("hdfs/data"));
        configuration.set(
                "yarn.nodemanager.local-dirs", directory.resolve("yarn/local-0").toString());
        configuration.set(
                "yarn.nodemanager.log-dirs", directory.resolve("yarn/logs-0").toString());
        Files.createDirectories(directory.resolve("tmp"));
        Files.createDirectories(directory.resolve("hdfs/name"));
        ConfigurationDirectory.write(configurationDirectory(), configuration);
    }

    private String uri(String path) {
        return directory.resolve(path).toUri().toString();
    }

    /** All are held at once, so that they differ; another program may still take one before its daemon does. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getByName(EmbeddedSettings.HOST)));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private void run() throws IOException {
        DaemonProcess resourceManager = daemon("org.apache.hadoop.yarn.server.resourcemanager.ResourceManager");
        DaemonProcess format = daemon("org.apache.hadoop.hdfs.server.namenode.NameNode", "-format", "-nonInteractive");
        format.awaitEnd(READY_BOUND);
        daemons.remove(format);
        DaemonProcess nameNode = daemon("org.apache.hadoop.hdfs.server.namenode.NameNode");
        DaemonProcess dataNode = daemon("org.apache.hadoop.hdfs.server.datanode.DataNode");
        DaemonProcess nodeManager = daemon("org.apache.hadoop.yarn.server.nodemanager.NodeManager");
        String hdfs =
                "http://" + configuration.get("dfs.namenode.http-address") + "/jmx?qry=Hadoop:service=NameNode,name=";
        nameNode.awaitAnswer(READY_BOUND, hdfs + "NameNodeInfo", "\"Safemode\" : \"\"");
        dataNode.awaitAnswer(READY_BOUND, hdfs + "FSNamesystemState", "\"CapacityTotal\" : [1-9]");
        String yarn = "http://" + configuration.get("yarn.resourcemanager.webapp.address") + "/ws/v1/cluster/metrics";
        resourceManager.awaitAnswer(READY_BOUND, yarn, "clusterMetrics");
        nodeManager.awaitAnswer(READY_BOUND, yarn, "\"activeNodes\":1");
    }

    private DaemonProcess daemon(String mainClass, String... arguments) throws IOException {
        DaemonProcess process = DaemonProcess.start(
                directory, configurationDirectory() + ":" + classPath, mainClass, List.of(arguments));
        daemons.push(process);
        return process;
    }

    /** Returns the directory that clients name in {@code HADOOP_CONF_DIR}. */
    public Path configurationDirectory() {
        return directory.resolve("conf");
    }

    /** Returns the processes of the daemons, the newest first. */
    public List<ProcessHandle> processes() {
        return daemons.stream().map(DaemonProcess::handle).toList();
    }

    /** Ends all daemons, newest first, and every container. Closing twice is harmless. */
    @Override
    public void close() {
        while (!daemons.isEmpty()) {
            daemons.pop().close();
        }
        LeftOvers.kill(directory);
    }
}
