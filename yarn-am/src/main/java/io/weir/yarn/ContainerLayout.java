package io.weir.yarn;

/** Where things are in a container's directory, and what its environment variables are called. Stateless. */
final class ContainerLayout {
    /** The options of the process. */
    static final String OPTIONS = "conf/weir.yaml";

    /** The directory of Hadoop's own configuration. */
    static final String HADOOP_CONFIGURATION = "hadoop-conf";

    /** Which files a TaskManager's container is given. */
    static final String CONTAINER_FILES = "container-files";

    /** The directory of the program's jars, in the ApplicationMaster's container. */
    static final String PROGRAM = "program";

    /** The directory of local files that functions ask for by name, in the ApplicationMaster's container. */
    static final String CACHED = "cached";

    /** Names the staging directory. */
    static final String STAGING_VARIABLE = "WEIR_STAGING_DIRECTORY";

    /** Says how often YARN starts the ApplicationMaster. */
    static final String ATTEMPTS_VARIABLE = "WEIR_APPLICATION_ATTEMPTS";

    private ContainerLayout() {}
}
