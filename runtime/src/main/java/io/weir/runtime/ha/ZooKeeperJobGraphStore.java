package io.weir.runtime.ha;

import io.weir.execution.JobId;
import io.weir.runtime.ha.ZooKeeperTerm.Change;
import io.weir.runtime.protocol.BlobKey;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.JobDetails;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The jobs of a cluster: pointers in ZooKeeper, files in the storage directory. For any thread; part of a term. */
final class ZooKeeperJobGraphStore implements JobGraphStore {
    /** Stands after the directory of a job whose output is being published. */
    private static final String PUBLISHING = "publishing";

    /** Stands before the number and the path of the savepoint with which a job was stopped. */
    private static final String STOPPED = "stopped ";

    /** Stands after the directory of a job that its owner has canceled. */
    private static final String CANCELED = "canceled";

    private final ZooKeeperTerm term;
    private final ZooKeeper zooKeeper;
    private final HaStorage storage;

    ZooKeeperJobGraphStore(ZooKeeperTerm term, ZooKeeper zooKeeper, HaStorage storage) {
        this.term = term;
        this.zooKeeper = zooKeeper;
        this.storage = storage;
    }

    private String node(JobId job) {
        return zooKeeper.path("jobgraphs", job.value());
    }

    private String resultNode(JobId job) {
        return zooKeeper.path("results", job.value());
    }

    @Override
    public CompletableFuture<Void> add(StoredJob job, List<Path> files) {
        JobId id = job.graph().jobId();
        return term.call(stored("The job " + id + " could not be stored", () -> storage.write(job, files)))
                .thenCompose(directory -> term.write(() -> List.of(Change.put(node(id), bytes(directory)))));
    }

    @Override
    public CompletableFuture<Void> remove(JobId job) {
        return term.write(() -> List.of(Change.delete(node(job))))
                .thenCompose(done -> term.call(() -> {
                    storage.deleteJob(job);
                    return null;
                }));
    }

    @Override
    public CompletableFuture<List<JobId>> all() {
        return term.call(() -> zooKeeper.children(zooKeeper.path("jobgraphs")).stream()
                .map(JobId::new)
                .toList());
    }

    @Override
    public CompletableFuture<TakenOver> takeOver(JobId job) {
        return term.call(() -> content(job))
                // The version of the node counts how often that was done.
                .thenCompose(content -> term.write(() -> List.of(Change.put(node(job), bytes(content))))
                        .thenCompose(noted -> term.call(
                                stored("The job " + job + " could not be read", () -> takenOver(job, content)))));
    }

    private TakenOver takenOver(JobId job, String content) throws Exception {
        int times = zooKeeper.status(node(job)).orElseThrow().getVersion();
        List<String> lines = content.lines().toList();
        return new TakenOver(
                storage.readJob(lines.get(0)),
                times,
                lines.contains(PUBLISHING),
                stop(lines),
                lines.contains(CANCELED));
    }

    private static Optional<Stop> stop(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(STOPPED))
                .map(line -> line.substring(STOPPED.length()).split(" ", 2))
                .map(words -> new Stop(Long.parseLong(words[0]), words[1]))
                .findFirst();
    }

    @Override
    public CompletableFuture<Void> publishing(JobId job) {
        return note(job, PUBLISHING);
    }

    @Override
    public CompletableFuture<Void> stopped(JobId job, Stop stop) {
        return note(job, STOPPED + stop.checkpointId() + " " + stop.path());
    }

    @Override
    public CompletableFuture<Void> canceled(JobId job) {
        return note(job, CANCELED).exceptionallyCompose(failure -> {
            boolean hasEnded = Failures.describe(failure).code() == ErrorCode.NOT_FOUND;
            return hasEnded ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
        });
    }

    /** Adds a line, unless it is there. */
    private CompletableFuture<Void> note(JobId job, String line) {
        return term.write(() -> {
            String content = content(job);
            boolean isKnown = content.lines().anyMatch(line::equals);
            return isKnown ? List.of() : List.of(Change.put(node(job), bytes(content + "\n" + line)));
        });
    }

    private String content(JobId job) throws Exception {
        return zooKeeper
                .read(node(job))
                .map(ZooKeeperJobGraphStore::text)
                .orElseThrow(() -> new WeirException(ErrorCode.NOT_FOUND, "There is no job " + job + "."));
    }

    @Override
    public InputStream open(JobId job, BlobKey jar) throws IOException {
        return storage.open(job, jar);
    }

    @Override
    public CompletableFuture<Void> end(JobDetails details) {
        JobId job = details.summary().id();
        String what = "The end of the job " + job + " could not be stored";
        return term.call(stored(what, () -> storage.write(details, term.token().value())))
                .thenCompose(file ->
                        term.write(() -> List.of(Change.put(resultNode(job), bytes(file)), Change.delete(node(job)))))
                .thenCompose(done -> term.call(() -> {
                    storage.deleteJob(job);
                    return null;
                }));
    }

    @Override
    public CompletableFuture<Optional<JobDetails>> result(JobId job) {
        return term.call(() -> {
            Optional<byte[]> file = zooKeeper.read(resultNode(job));
            return file.isEmpty() ? Optional.empty() : Optional.of(storage.readResult(text(file.get())));
        });
    }

    @Override
    public CompletableFuture<Void> forget(JobId job) {
        return term.call(() -> zooKeeper.read(resultNode(job)))
                .thenCompose(file -> file.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : term.write(() -> List.of(Change.delete(resultNode(job))))
                                .thenCompose(done -> term.call(() -> {
                                    storage.delete(text(file.get()));
                                    return null;
                                })));
    }

    private static <T> Callable<T> stored(String what, Callable<T> work) {
        return () -> {
            try {
                return work.call();
            } catch (IOException e) {
                throw new WeirException(ErrorCode.STORAGE, what + ": " + e.getMessage(), e);
            }
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
