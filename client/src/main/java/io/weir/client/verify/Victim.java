package io.weir.client.verify;

/** A kind of process that is killed. */
public enum Victim {
    /** A process that runs tasks. */
    TASK_MANAGER,

    /** The process that leads the cluster, or one that stands by if none leads at the moment. */
    JOB_MANAGER
}
