package io.weir.runtime.checkpoint;

import io.weir.fs.FilePaths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Knows the checkpoints of a job as long as its JobManager lives.
 *
 * <p>Thread: the JobManager's main thread; files are deleted by the executor for input and output. Life: that of the job.
 */
public final class HeapCheckpointStore implements CompletedCheckpointStore {
    private final int kept;
    private final String jobDirectory;
    private final Executor io;
    private final Deque<CompletedCheckpoint> checkpoints = new ArrayDeque<>();
    /** Files of older checkpoints that newer ones need. */
    private final Set<String> leftBehind = new TreeSet<>();
    /** Complete when nothing is being deleted: one deletion follows the other. */
    private CompletableFuture<Void> deletions = CompletableFuture.completedFuture(null);

    /**
     * Creates an empty store.
     *
     * @param kept how many checkpoints are kept
     * @param jobDirectory the directory of the job's checkpoints; null if it has none
     * @param io deletes files
     */
    public HeapCheckpointStore(int kept, String jobDirectory, Executor io) {
        this.kept = kept;
        this.jobDirectory = jobDirectory;
        this.io = io;
    }

    @Override
    public int capacity() {
        return kept;
    }

    @Override
    public List<CompletedCheckpoint> retained() {
        return List.copyOf(checkpoints);
    }

    @Override
    public CompletableFuture<Void> add(CompletedCheckpoint checkpoint) {
        checkpoints.addLast(checkpoint);
        List<CompletedCheckpoint> old = new ArrayList<>();
        while (checkpoints.size() > kept) {
            old.add(checkpoints.removeFirst());
        }
        discard(old);
        return CompletableFuture.completedFuture(null);
    }

    /** Deletes the files that no checkpoint needs any more, and the directories in which there were no others. */
    private void discard(List<CompletedCheckpoint> old) {
        Set<String> needed = new HashSet<>();
        checkpoints.forEach(checkpoint -> {
            needed.addAll(checkpoint.files());
            needed.add(FilePaths.child(checkpoint.directory(), CheckpointStorage.METADATA));
        });
        Set<String> files = new TreeSet<>(leftBehind);
        for (CompletedCheckpoint checkpoint : old) {
            files.addAll(checkpoint.files());
            files.add(FilePaths.child(checkpoint.directory(), CheckpointStorage.METADATA));
        }
        leftBehind.clear();
        leftBehind.addAll(files);
        leftBehind.retainAll(needed);
        files.removeAll(needed);
        Set<String> kept = new HashSet<>();
        needed.forEach(file -> kept.add(directoryOf(file)));
        Set<String> directories = new TreeSet<>();
        for (CompletedCheckpoint checkpoint : old) {
            directories.add(checkpoint.directory());
        }
        files.stream().map(HeapCheckpointStore::directoryOf).filter(this::isOwn).forEach(directories::add);
        directories.removeAll(kept);
        files.removeIf(file -> directories.contains(directoryOf(file)));
        if (!directories.isEmpty() || !files.isEmpty()) {
            deletions = deletions.thenRunAsync(
                    () -> {
                        directories.forEach(CheckpointStorage::delete);
                        CheckpointStorage.delete(files);
                    },
                    io);
        }
    }

    private static String directoryOf(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    private boolean isOwn(String directory) {
        return jobDirectory != null && directory.startsWith(jobDirectory + "/");
    }

    @Override
    public void remove(long checkpointId) {
        checkpoints.removeIf(checkpoint -> checkpoint.id() == checkpointId);
    }

    @Override
    public CompletableFuture<Void> close(boolean keep) {
        if (keep && !checkpoints.isEmpty()) {
            return deletions;
        }
        List<String> directories = new ArrayList<>();
        checkpoints.forEach(checkpoint -> directories.add(checkpoint.directory()));
        checkpoints.clear();
        if (jobDirectory != null) {
            directories.removeIf(directory -> directory.startsWith(jobDirectory + "/"));
            directories.add(jobDirectory);
        }
        if (!directories.isEmpty()) {
            deletions = deletions.thenRunAsync(() -> directories.forEach(CheckpointStorage::delete), io);
        }
        return deletions;
    }
}
