package io.weir.configuration;

import java.time.Duration;

/** Options of what happens when a JobManager is lost. */
public final class HighAvailabilityOptions {
    /** Who elects the leader. */
    public static final ConfigOption<HighAvailabilityType> TYPE = ConfigOptions.enumeration(
            "high-availability.type",
            HighAvailabilityType.class,
            HighAvailabilityType.NONE,
            "What happens when the JobManager is lost: its jobs end (none), or another JobManager, which ZooKeeper elects,"
                    + " takes them over (zookeeper). With zookeeper, high-availability.storageDir and"
                    + " high-availability.zookeeper.quorum have to be set, the same for all processes and clients."
                    + " On YARN it is another attempt of the ApplicationMaster (yarn.application-attempts), which keeps the"
                    + " TaskManagers.");

    /** Where jobs are kept. */
    public static final ConfigOption<String> STORAGE_DIR = ConfigOptions.string(
            "high-availability.storageDir",
            null,
            "The directory that holds what another JobManager needs to take jobs over: job graphs, the jars of programs,"
                    + " results of jobs that have ended. All JobManagers reach it, as in hdfs:///weir/ha. ZooKeeper holds"
                    + " only pointers into it and to checkpoints.");

    /** Which cluster it is. */
    public static final ConfigOption<String> CLUSTER_ID = ConfigOptions.string(
            "high-availability.cluster-id",
            "default",
            "Tells clusters apart that share a ZooKeeper and a storage directory. On YARN it is always the id of the"
                    + " application.");

    /** The port of JobManagers. */
    public static final ConfigOption<Integer> JOB_MANAGER_PORT = ConfigOptions.port(
            "high-availability.jobmanager.port",
            0,
            "The port at which a JobManager takes calls where there may be several, instead of jobmanager.rpc.port; 0"
                    + " takes a free one. Clients and TaskManagers find it through ZooKeeper.");

    /** How long work goes on without a leader. */
    public static final ConfigOption<Duration> LEADER_TIMEOUT = ConfigOptions.duration(
            "high-availability.leader-timeout",
            Duration.ofMinutes(5),
            "How long TaskManagers and attached clients wait for another leader before they give up. Tasks go on running"
                    + " meanwhile.");

    /** How long a new leader waits for running tasks. */
    public static final ConfigOption<Duration> PREVIOUS_WORKER_TIMEOUT = ConfigOptions.duration(
            "high-availability.job-recovery.previous-worker.recovery.timeout",
            Duration.ofSeconds(10),
            "How long a new leader waits for the TaskManagers that run the tasks of a job, from the moment that they can find it;"
                    + " the time begins again with each that comes. If all tasks are there by then, they go on; else they are"
                    + " canceled, and the job is restored from its last checkpoint. As long TaskManagers look for a job with a"
                    + " new leader. 0 restores jobs at once.");

    /** Where ZooKeeper is. */
    public static final ConfigOption<String> ZOOKEEPER_QUORUM = ConfigOptions.string(
            "high-availability.zookeeper.quorum",
            null,
            "The ZooKeeper servers, as in host1:2181,host2:2181,host3:2181.");

    /** Under which node all is kept. */
    public static final ConfigOption<String> ZOOKEEPER_ROOT = ConfigOptions.string(
            "high-availability.zookeeper.path.root",
            "/weir",
            "The ZooKeeper node under which each cluster has one of its own, named by high-availability.cluster-id.");

    /** How long a leader may be out of touch. */
    public static final ConfigOption<Duration> ZOOKEEPER_SESSION_TIMEOUT = ConfigOptions.duration(
            "high-availability.zookeeper.client.session-timeout",
            Duration.ofSeconds(60),
            "How long a JobManager may be out of touch with ZooKeeper before another one leads; a killed leader is replaced"
                    + " this late. ZooKeeper's servers have limits of their own: between 2 and 20 of their ticks.");

    /** How long connecting may take. */
    public static final ConfigOption<Duration> ZOOKEEPER_CONNECTION_TIMEOUT = ConfigOptions.duration(
            "high-availability.zookeeper.client.connection-timeout",
            Duration.ofSeconds(15),
            "How long connecting to ZooKeeper may take.");

    /** How long a failed call waits. */
    public static final ConfigOption<Duration> ZOOKEEPER_RETRY_WAIT = ConfigOptions.duration(
            "high-availability.zookeeper.client.retry-wait",
            Duration.ofSeconds(5),
            "How long after a failed call to ZooKeeper it is made again.");

    /** How often a call is made again. */
    public static final ConfigOption<Integer> ZOOKEEPER_MAX_RETRY_ATTEMPTS = ConfigOptions.integer(
                    "high-availability.zookeeper.client.max-retry-attempts",
                    3,
                    "How often a failed call to ZooKeeper is made again. Leaders try for as long as they lead.")
            .accepting(value -> value >= 0, "a number of at least 0");

    /** Who may change what is kept. */
    public static final ConfigOption<ZooKeeperAcl> ZOOKEEPER_ACL = ConfigOptions.enumeration(
            "high-availability.zookeeper.client.acl",
            ZooKeeperAcl.class,
            ZooKeeperAcl.OPEN,
            "Who may read and change the cluster's ZooKeeper nodes: everybody (open), or only whoever made them (creator),"
                    + " which needs a ZooKeeper with SASL.");

    private HighAvailabilityOptions() {}
}
