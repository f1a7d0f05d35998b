package io.weir.configuration;

/** Who may read and change nodes in ZooKeeper. */
public enum ZooKeeperAcl {
    /** Everybody. */
    OPEN,
    /** Only whoever made them. */
    CREATOR
}
