package io.weir.configuration;

/** Options of how processes prove to each other that they belong to one cluster. */
public final class SecurityOptions {
    /** The secret itself. */
    public static final ConfigOption<String> CLUSTER_SECRET = ConfigOptions.string(
            "security.cluster.secret",
            null,
            "The secret that every process and client of a cluster must know. On YARN it is made for each application;"
                    + " elsewhere rather use security.cluster.secret-file. It is never logged.");

    /** The file with the secret. */
    public static final ConfigOption<String> CLUSTER_SECRET_FILE = ConfigOptions.string(
            "security.cluster.secret-file",
            null,
            "A local file that holds the cluster's secret and that its owner alone can read. start-cluster.sh makes"
                    + " one if there is none.");

    private SecurityOptions() {}
}
