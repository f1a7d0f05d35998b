package io.weir.runtime.operators;

import io.weir.functions.RuntimeContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Where an operator runs, and how it reaches beyond its chain. The task's thread owns it. */
public interface OperatorContext {
    /** Returns the name of the operator. */
    String operatorName();

    /** Returns what functions are told. */
    RuntimeContext runtimeContext();

    /** Returns the mailbox: what is given to it runs on the task's thread, between two frames. */
    Executor mailbox();

    /** Returns the name of the host. */
    String hostName();

    /** Asks the JobManager for a split of the chain's source; the answer comes by mail. */
    void requestSplit();

    /**
     * Sends serialized records to the client that collects them.
     *
     * @param resultId what the client asks for
     * @param batch the records, as {@link io.weir.execution.CollectedBatches} describes
     * @return completes when there is room for more
     */
    CompletableFuture<Void> sendResults(String resultId, byte[] batch);
}
