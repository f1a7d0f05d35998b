package io.weir.runtime.ha;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.JobDetails;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The jobs of a cluster, for whoever leads it next: those that have not ended with their programs, and for a while how
 * others have ended. For any thread.
 */
public interface JobGraphStore {
    /** Keeps nothing: for clusters whose jobs end with their JobManager. */
    JobGraphStore NONE = new JobGraphStore() {
        @Override
        public CompletableFuture<Void> add(StoredJob job, List<Path> files) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> remove(JobId job) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<List<JobId>> all() {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<TakenOver> takeOver(JobId job) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("No job is kept."));
        }

        @Override
        public InputStream open(JobId job, BlobKey jar) throws IOException {
            throw new IOException("No job is kept.");
        }

        @Override
        public CompletableFuture<Void> publishing(JobId job) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> stopped(JobId job, Stop stop) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> canceled(JobId job) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> end(JobDetails details) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Optional<JobDetails>> result(JobId job) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletableFuture<Void> forget(JobId job) {
            return CompletableFuture.completedFuture(null);
        }
    };

    /**
     * A job whose leader was lost.
     *
     * @param job the job
     * @param times how often it was taken over, this time included; 0 for a job that was just submitted
     * @param publishing whether all of its tasks had finished, and its output may be published in part
     * @param stop with what savepoint it was stopped, if it was
     * @param canceled whether its owner has canceled it
     */
    record TakenOver(StoredJob job, int times, boolean publishing, Optional<Stop> stop, boolean canceled) {
        /** Returns a job that was just submitted. */
        public static TakenOver submitted(StoredJob job) {
            return new TakenOver(job, 0, false, Optional.empty(), false);
        }
    }

    /**
     * The savepoint with which a job was stopped.
     *
     * @param checkpointId its number
     * @param path where it is
     */
    record Stop(long checkpointId, String path) {}

    /**
     * Keeps a job.
     *
     * @param job the job
     * @param files where its jars are, in their order
     * @return complete when whoever leads next would find it
     */
    CompletableFuture<Void> add(StoredJob job, List<Path> files);

    /**
     * A job could not begin after all.
     *
     * @param job the job
     * @return complete when it is not kept any more
     */
    CompletableFuture<Void> remove(JobId job);

    /** Returns the jobs that have not ended. */
    CompletableFuture<List<JobId>> all();

    /**
     * Takes a job over.
     *
     * @param job the job
     * @return the job; fails if what is kept of it cannot be read
     */
    CompletableFuture<TakenOver> takeOver(JobId job);

    /**
     * Opens a jar of a job; reads files.
     *
     * @param job the job
     * @param jar the jar
     * @return its bytes
     * @throws IOException if it cannot be read
     */
    InputStream open(JobId job, BlobKey jar) throws IOException;

    /**
     * All tasks of a job have finished, and its output is about to be published: whoever takes it over has to publish it,
     * and nothing else.
     *
     * @param job the job
     * @return complete when whoever leads next would know
     */
    CompletableFuture<Void> publishing(JobId job);

    /**
     * A job is stopped with a savepoint: its tasks end with that, and whoever takes it over must not start it from an
     * earlier checkpoint.
     *
     * @param job the job
     * @param stop the savepoint
     * @return complete when whoever leads next would know
     */
    CompletableFuture<Void> stopped(JobId job, Stop stop);

    /**
     * The owner of a job has canceled it: whoever takes it over has to do so.
     *
     * @param job the job; nothing is noted if it has ended
     * @return complete when whoever leads next would know
     */
    CompletableFuture<Void> canceled(JobId job);

    /**
     * A job has ended for good: only how it ended is kept.
     *
     * @param details how it ended
     * @return complete when nobody would take the job over
     */
    CompletableFuture<Void> end(JobDetails details);

    /** Returns how a job has ended, if that is known. */
    CompletableFuture<Optional<JobDetails>> result(JobId job);

    /** Nobody will ask any more how a job has ended. */
    CompletableFuture<Void> forget(JobId job);
}
