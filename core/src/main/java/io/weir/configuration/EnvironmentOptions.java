package io.weir.configuration;

/** Options of the processes' surroundings: the JVM, its flags, environment variables, directories. */
public final class EnvironmentOptions {
    /** JVM flags of all processes. */
    public static final ConfigOption<String> JAVA_OPTS_ALL = ConfigOptions.string(
            "env.java.opts.all", "", "JVM flags for JobManagers and TaskManagers, with blanks between them.");

    /** JVM flags of JobManagers. */
    public static final ConfigOption<String> JAVA_OPTS_JOB_MANAGER = ConfigOptions.string(
            "env.java.opts.jobmanager", "", "JVM flags for JobManagers, after those of env.java.opts.all.");

    /** JVM flags of TaskManagers. */
    public static final ConfigOption<String> JAVA_OPTS_TASK_MANAGER = ConfigOptions.string(
            "env.java.opts.taskmanager", "", "JVM flags for TaskManagers, after those of env.java.opts.all.");

    /** The Java installation. */
    public static final ConfigOption<String> JAVA_HOME = ConfigOptions.string(
            "env.java.home",
            null,
            "The Java installation that runs JobManagers and TaskManagers, on YARN too. Without it, JAVA_HOME is"
                    + " used.");

    /** The directory of the log files. */
    public static final ConfigOption<String> LOG_DIRECTORY = ConfigOptions.string(
            "env.log.dir",
            null,
            "The directory for log files of a standalone cluster; without it, the" + " distribution's log/.");

    /** The directory of the process ids. */
    public static final ConfigOption<String> PID_DIRECTORY = ConfigOptions.string(
            "env.pid.dir",
            null,
            "The directory for the process ids of a standalone cluster; without it, the JVM's java.io.tmpdir.");

    /** Where Hadoop's configuration is. */
    public static final ConfigOption<String> HADOOP_CONF_DIRECTORY = ConfigOptions.string(
            "env.hadoop.conf.dir",
            null,
            "The directory with core-site.xml, hdfs-site.xml and yarn-site.xml. Without it, the environment variable"
                    + " HADOOP_CONF_DIR is used.");

    /** Environment variables of JobManager containers. */
    public static final OptionPrefix MASTER_ENVIRONMENT = new OptionPrefix(
            "containerized.master.env.",
            "Environment variables of the JobManager's container: containerized.master.env.LANG sets LANG.");

    /** Environment variables of TaskManager containers. */
    public static final OptionPrefix TASK_MANAGER_ENVIRONMENT = new OptionPrefix(
            "containerized.taskmanager.env.",
            "Environment variables of TaskManagers' containers: containerized.taskmanager.env.LANG sets LANG.");

    /** Hadoop's own options. */
    public static final OptionPrefix HADOOP = new OptionPrefix(
            "weir.hadoop.",
            "Options for Hadoop's clients: weir.hadoop.dfs.replication sets dfs.replication, whatever Hadoop's files"
                    + " say.");

    /** YARN's own options. */
    public static final OptionPrefix YARN = new OptionPrefix(
            "weir.yarn.",
            "Options for YARN's client: weir.yarn.client.nodemanager-connect.max-wait-ms sets"
                    + " yarn.client.nodemanager-connect.max-wait-ms.");

    private EnvironmentOptions() {}
}
