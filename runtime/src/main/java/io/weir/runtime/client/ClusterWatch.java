package io.weir.runtime.client;

import java.util.concurrent.CompletableFuture;

/** Tells a client that has lost sight of a cluster's leader whether there may be another. For any thread. */
@FunctionalInterface
public interface ClusterWatch {
    /** Knows nothing, so that clients wait as long as the options say. */
    ClusterWatch NONE = () -> CompletableFuture.completedFuture(null);

    /** Returns a future that fails if the cluster has ended for good, with what is known about it. */
    CompletableFuture<Void> stillThere();
}
