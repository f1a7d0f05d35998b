package io.weir.runtime.checkpoint;

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

    private void discard(List<CompletedCheckpoint> old) {
        Set<String> needed = new HashSet<>();
        checkpoints.forEach(checkpoint -> needed.addAll(checkpoint.files()));
        List<String> directories = new ArrayList<>();
        Set<String> files = new TreeSet<>(leftBehind);
        for (CompletedCheckpoint checkpoint : old) {
            String prefix = checkpoint.directory() + "/";
            boolean isNeeded = needed.stream().anyMatch(file -> file.startsWith(prefix));
            files.addAll(checkpoint.files());
            if (isNeeded) {
                files.add(prefix + CheckpointStorage.METADATA);
            } else {
                directories.add(checkpoint.directory());
                files.removeIf(file -> file.startsWith(prefix));
            }
        }
        leftBehind.addAll(files);
        leftBehind.retainAll(needed);
        files.removeAll(needed);
        if (!directories.isEmpty() || !files.isEmpty()) {
            deletions = deletions.thenRunAsync(
                    () -> {
                        directories.forEach(CheckpointStorage::delete);
                        CheckpointStorage.delete(files);
                    },
                    io);
        }
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
