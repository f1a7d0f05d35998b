package io.weir.configuration;

import java.time.Duration;
import java.util.List;

/** Options of deployments to YARN. */
public final class YarnOptions {
    /** The name of the application. */
    public static final ConfigOption<String> APPLICATION_NAME = ConfigOptions.string(
            "yarn.application.name",
            null,
            "The name of the YARN application. Without it, a per-job application has the name of its job and a"
                    + " session is called Weir session.");

    /** The queue of the application. */
    public static final ConfigOption<String> APPLICATION_QUEUE = ConfigOptions.string(
            "yarn.application.queue", null, "The YARN queue; without it, the one that YARN chooses.");

    /** The application to talk to. */
    public static final ConfigOption<String> APPLICATION_ID = ConfigOptions.string(
            "yarn.application.id",
            null,
            "The YARN application that commands are for, as in application_1700000000000_0001. Without it, it is the"
                    + " one that yarn-session.sh noted in yarn.properties-file.location.");

    /** The type of the application. */
    public static final ConfigOption<String> APPLICATION_TYPE =
            ConfigOptions.string("yarn.application.type", "Weir", "The type under which YARN lists the application.");

    /** The priority of the application. */
    public static final ConfigOption<Integer> APPLICATION_PRIORITY = ConfigOptions.integer(
            "yarn.application.priority",
            -1,
            "The priority of the application within its queue; the higher, the sooner. -1 leaves it to YARN.");

    /** The node label of the application. */
    public static final ConfigOption<String> APPLICATION_NODE_LABEL = ConfigOptions.string(
            "yarn.application.node-label",
            null,
            "The node label that restricts which nodes the application's containers run on.");

    /** How often the ApplicationMaster may be started. */
    public static final ConfigOption<Integer> APPLICATION_ATTEMPTS = ConfigOptions.integer(
                    "yarn.application-attempts",
                    1,
                    "How often YARN may start the ApplicationMaster, the first time included; without this option once,"
                            + " or twice with high-availability.type: zookeeper. YARN's own limit,"
                            + " yarn.resourcemanager.am.max-attempts, still holds. Without high availability a further"
                            + " attempt has no memory of the one before: a session is empty, and the job of a per-job"
                            + " application starts from its beginning.")
            .accepting(value -> value >= 1, "a whole number of at least 1");

    /** For how long a failed ApplicationMaster counts. */
    public static final ConfigOption<Duration> ATTEMPT_FAILURES_VALIDITY = ConfigOptions.duration(
            "yarn.application-attempt-failures-validity-interval",
            Duration.ofSeconds(10),
            "For how long the failure of an ApplicationMaster counts towards yarn.application-attempts, where"
                    + " high-availability.type is zookeeper: an application that runs for months survives any number of"
                    + " failures that are further apart.");

    /** Tags of the application. */
    public static final ConfigOption<List<String>> TAGS =
            ConfigOptions.list("yarn.tags", List.of(), "Tags of the application, with semicolons between them.");

    /** The virtual cores of a TaskManager. */
    public static final ConfigOption<Integer> CONTAINER_VCORES = ConfigOptions.integer(
                    "yarn.containers.vcores",
                    -1,
                    "How many virtual cores a TaskManager's container asks for; -1 is one for each slot.")
            .accepting(value -> value == -1 || value >= 1, "a whole number of at least 1, or -1");

    /** The virtual cores of the ApplicationMaster. */
    public static final ConfigOption<Integer> APPLICATION_MASTER_VCORES = ConfigOptions.integer(
                    "yarn.appmaster.vcores", 1, "How many virtual cores the ApplicationMaster's container asks for.")
            .accepting(value -> value >= 1, "a whole number of at least 1");

    /** Where files are uploaded to. */
    public static final ConfigOption<String> STAGING_DIRECTORY = ConfigOptions.string(
            "yarn.staging-directory",
            null,
            "The directory that the client uploads to, in a sub-directory for each application; without it, .weir in"
                    + " the user's home on the cluster's default file system.");

    /** The replication of uploaded files. */
    public static final ConfigOption<Integer> FILE_REPLICATION = ConfigOptions.integer(
            "yarn.file-replication", -1, "How many replicas uploaded files have; -1 leaves it to the file system.");

    /** Files that go into every container. */
    public static final ConfigOption<List<String>> SHIP_FILES = ConfigOptions.list(
            "yarn.ship-files",
            List.of(),
            "Files and directories, local or remote, that are put into every container, with semicolons between them.");

    /** Where the distribution is already. */
    public static final ConfigOption<List<String>> PROVIDED_LIB_DIRECTORIES = ConfigOptions.list(
            "yarn.provided.lib.dirs",
            List.of(),
            "Directories on the cluster's file system that hold the distribution's jars already, so that the client"
                    + " does not upload them; with semicolons between them.");

    /** How often the ApplicationMaster reports. */
    public static final ConfigOption<Duration> HEARTBEAT_INTERVAL = ConfigOptions.duration(
                    "yarn.heartbeat.interval",
                    Duration.ofSeconds(1),
                    "How often the ApplicationMaster reports to YARN's ResourceManager when it is not waiting for"
                            + " containers. A session that has been idle asks for its first container this late.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms, with its unit");

    /** How often the ApplicationMaster asks for containers. */
    public static final ConfigOption<Duration> CONTAINER_REQUEST_INTERVAL = ConfigOptions.duration(
                    "yarn.heartbeat.container-request-interval",
                    Duration.ofMillis(100),
                    "How often the ApplicationMaster reports to YARN's ResourceManager while it is waiting for"
                            + " containers.")
            .accepting(value -> value.toMillis() >= 10, "a time of at least 10 ms, with its unit");

    /** Where the session is noted. */
    public static final ConfigOption<String> PROPERTIES_FILE_LOCATION = ConfigOptions.string(
            "yarn.properties-file.location",
            null,
            "The directory of the file .weir-yarn-properties-<user>, in which yarn-session.sh notes the session for"
                    + " later commands; without it, the JVM's java.io.tmpdir.");

    private YarnOptions() {}
}
