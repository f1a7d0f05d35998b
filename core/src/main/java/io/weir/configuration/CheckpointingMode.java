package io.weir.configuration;

/** What checkpoints promise. */
public enum CheckpointingMode {
    /** After a failure the state is as if each record had been processed once. */
    EXACTLY_ONCE,
    /** After a failure some records count twice; tasks never wait for barriers. */
    AT_LEAST_ONCE
}
