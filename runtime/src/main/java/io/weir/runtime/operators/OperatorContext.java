package io.weir.runtime.operators;

import io.weir.functions.RuntimeContext;
import java.time.Clock;
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

    /** Returns where an operator that sends records out of the chain says that it has no room. */
    OutputRoom outputRoom();

    /** Wakes the task if it is idle, so that it asks {@link HeadOperator#hasWork} again. Any thread. */
    void wake();

    /** Returns the time. */
    Clock clock();

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
