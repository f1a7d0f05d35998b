package io.weir.runtime.ha;

import io.weir.configuration.ConfigOption;
import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.ZooKeeperAcl;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * The connection of a process to ZooKeeper, and where a cluster has what:
 * {@code <root>/<cluster>/leader/latch/} the processes that may lead, in order; {@code leader/connection_info} where the
 * leader is; {@code jobgraphs/<job>} where the job is stored; {@code jobs/<job>/checkpoints/<number>} where that
 * checkpoint is; {@code results/<job>} where it is stored how the job ended.
 *
 * <p>For any thread. Life: that of the process.
 */
final class ZooKeeper implements AutoCloseable {
    private final CuratorFramework client;
    private final String base;

    private ZooKeeper(CuratorFramework client, String base) {
        this.client = client;
        this.base = base;
    }

    static ZooKeeper open(Configuration configuration) {
        String root = "/"
                + require(configuration, HighAvailabilityOptions.ZOOKEEPER_ROOT).replaceAll("^/+|/+$", "");
        String cluster = clusterId(configuration);
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(require(configuration, HighAvailabilityOptions.ZOOKEEPER_QUORUM))
                .sessionTimeoutMs(millis(configuration, HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT))
                .connectionTimeoutMs(millis(configuration, HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT))
                .retryPolicy(new RetryNTimes(
                        configuration.get(HighAvailabilityOptions.ZOOKEEPER_MAX_RETRY_ATTEMPTS),
                        millis(configuration, HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT)))
                .aclProvider(acl(configuration.get(HighAvailabilityOptions.ZOOKEEPER_ACL)))
                // Containers are made for directories that may vanish when they are empty; ours may not.
                .dontUseContainerParents()
                .build();
        client.start();
        return new ZooKeeper(client, root + "/" + cluster);
    }

    /** Returns the name of the cluster, without slashes. */
    static String clusterId(Configuration configuration) {
        String id = configuration.get(HighAvailabilityOptions.CLUSTER_ID).replaceAll("^/+|/+$", "");
        if (id.isEmpty() || id.contains("/")) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option " + HighAvailabilityOptions.CLUSTER_ID + " takes a name without slashes, not '" + id
                            + "'.");
        }
        return id;
    }

    static String require(Configuration configuration, ConfigOption<String> option) {
        String value = configuration.get(option);
        if (value == null || value.isBlank()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The option " + option + " is not set, which " + HighAvailabilityOptions.TYPE
                            + ": zookeeper needs.");
        }
        return value;
    }

    private static int millis(Configuration configuration, ConfigOption<java.time.Duration> option) {
        return Math.toIntExact(configuration.get(option).toMillis());
    }

    private static ACLProvider acl(ZooKeeperAcl acl) {
        List<ACL> list =
                switch (acl) {
                    case OPEN -> ZooDefs.Ids.OPEN_ACL_UNSAFE;
                    case CREATOR -> ZooDefs.Ids.CREATOR_ALL_ACL;
                };
        return new ACLProvider() {
            @Override
            public List<ACL> getDefaultAcl() {
                return list;
            }

            @Override
            public List<ACL> getAclForPath(String path) {
                return list;
            }
        };
    }

    CuratorFramework client() {
        return client;
    }

    /** Returns the node of the cluster, or one below it. */
    String path(String... names) {
        return names.length == 0 ? base : base + "/" + String.join("/", names);
    }

    /** Tells how the connection fares. */
    Runnable onState(Consumer<ConnectionState> listener, Executor executor) {
        var added = (org.apache.curator.framework.state.ConnectionStateListener)
                (connected, state) -> listener.accept(state);
        client.getConnectionStateListenable().addListener(added, executor);
        return () -> client.getConnectionStateListenable().removeListener(added);
    }

    /** Returns the children of a node; none if there is no such node. */
    List<String> children(String path) throws Exception {
        try {
            return client.getChildren().forPath(path);
        } catch (KeeperException.NoNodeException e) {
            return List.of();
        }
    }

    /** Returns what a node holds; nothing if there is no such node. */
    Optional<byte[]> read(String path) throws Exception {
        try {
            return Optional.of(client.getData().forPath(path));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
        }
    }

    Optional<Stat> status(String path) throws Exception {
        return Optional.ofNullable(client.checkExists().forPath(path));
    }

    /** Makes the nodes above a node. */
    void createParent(String path) throws Exception {
        String parent = path.substring(0, path.lastIndexOf('/'));
        try {
            client.create().creatingParentsIfNeeded().forPath(parent, new byte[0]);
        } catch (KeeperException.NodeExistsException e) {
            // Then there is nothing to do.
        }
    }

    /** Deletes a node with all below it, whoever leads. */
    void deleteTree(String path) throws Exception {
        try {
            client.delete().guaranteed().deletingChildrenIfNeeded().forPath(path);
        } catch (KeeperException.NoNodeException e) {
            // It is gone, as it should be.
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
