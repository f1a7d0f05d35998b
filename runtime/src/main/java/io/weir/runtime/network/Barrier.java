package io.weir.runtime.network;

import io.weir.runtime.protocol.CheckpointTrigger;

/**
 * Separates the records that belong to a checkpoint from those that follow it.
 *
 * @param trigger the checkpoint
 */
public record Barrier(CheckpointTrigger trigger) implements Frame {}
