package io.weir.runtime.ha;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CompletedCheckpointStore;
import io.weir.runtime.rpc.FencingToken;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What a leader leads with, from the moment that it is elected until another one may be. What it keeps for those after it
 * is refused with FENCED once it does not lead any more. For any thread.
 */
public interface LeaderTerm {
    /** The term of a leader that nobody follows. */
    LeaderTerm ALONE = new LeaderTerm() {
        @Override
        public FencingToken token() {
            return FencingToken.NONE;
        }

        @Override
        public boolean hasSuccessors() {
            return false;
        }

        @Override
        public CompletableFuture<Void> publish(String host, int port) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> published() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public JobGraphStore jobs() {
            return JobGraphStore.NONE;
        }

        @Override
        public CompletedCheckpointStore checkpoints(JobId job, CompletedCheckpointStore files, Executor main) {
            return files;
        }
    };

    /** Returns the token of the term, which no other has. */
    FencingToken token();

    /** Returns whether another one takes the jobs over when this one is lost. */
    boolean hasSuccessors();

    /**
     * Tells TaskManagers and clients who leads.
     *
     * @param host where they reach it
     * @param port likewise
     * @return complete when they can know
     */
    CompletableFuture<Void> publish(String host, int port);

    /** Complete when TaskManagers and clients can know who leads; never, if the term ends before. */
    CompletableFuture<Void> published();

    /** Returns the jobs of the cluster. */
    JobGraphStore jobs();

    /**
     * Returns a store of complete checkpoints that whoever takes the job over finds.
     *
     * @param job the job
     * @param files the store that deletes the files of those that are not kept
     * @param main the JobManager's main thread
     * @return the store
     */
    CompletedCheckpointStore checkpoints(JobId job, CompletedCheckpointStore files, Executor main);
}
