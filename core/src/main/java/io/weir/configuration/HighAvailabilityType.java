package io.weir.configuration;

/** What leads when a JobManager is lost. */
public enum HighAvailabilityType {
    /** Nothing: jobs end with their JobManager. */
    NONE,
    /** ZooKeeper elects another JobManager, which takes the jobs over. */
    ZOOKEEPER
}
