package io.weir.runtime.ha;

import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.checkpoint.CompletedCheckpointStore;
import io.weir.runtime.ha.ZooKeeperTerm.Change;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps pointers to the complete checkpoints of a job in ZooKeeper; another store deletes the files of those that are too
 * many, after their pointers.
 *
 * <p>Thread: the JobManager's main thread; pointers are written by the term's. Life: that of the job in this term.
 */
final class ZooKeeperCheckpointStore implements CompletedCheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperCheckpointStore.class);

    private final ZooKeeperTerm term;
    private final ZooKeeper zooKeeper;
    private final String job;
    private final String directory;
    private final CompletedCheckpointStore files;
    private final Executor main;

    ZooKeeperCheckpointStore(
            ZooKeeperTerm term, ZooKeeper zooKeeper, String job, CompletedCheckpointStore files, Executor main) {
        this.term = term;
        this.zooKeeper = zooKeeper;
        this.job = job;
        this.directory = job + "/checkpoints";
        this.files = files;
        this.main = main;
    }

    @Override
    public CompletableFuture<Void> recover() {
        return term.call(this::read)
                .thenComposeAsync(
                        found -> {
                            CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
                            for (CompletedCheckpoint checkpoint : found) {
                                all = all.thenCompose(before -> files.add(checkpoint));
                            }
                            return all;
                        },
                        main);
    }

    private List<CompletedCheckpoint> read() throws Exception {
        List<CompletedCheckpoint> found = new ArrayList<>();
        for (String node : new TreeSet<>(zooKeeper.children(directory))) {
            String path = zooKeeper
                    .read(directory + "/" + node)
                    .map(ZooKeeperJobGraphStore::text)
                    .orElseThrow();
            try {
                found.add(CheckpointStorage.read(path));
            } catch (WeirException e) {
                if (e.code() != ErrorCode.CHECKPOINT_DAMAGED) {
                    throw e; // the storage may be away: an older checkpoint would be the wrong one
                }
                LOG.error("A checkpoint is not used, because it is damaged: {}", e.getMessage());
            }
        }
        return found;
    }

    @Override
    public List<CompletedCheckpoint> retained() {
        return files.retained();
    }

    @Override
    public CompletableFuture<Void> add(CompletedCheckpoint checkpoint) {
        int kept = files.capacity() - 1;
        List<CompletedCheckpoint> before = files.retained();
        Set<String> stay = new HashSet<>();
        before.subList(Math.max(0, before.size() - kept), before.size()).forEach(older -> stay.add(name(older.id())));
        return term.write(() -> changes(checkpoint, stay)).thenComposeAsync(done -> files.add(checkpoint), main);
    }

    private List<Change> changes(CompletedCheckpoint checkpoint, Set<String> stay) throws Exception {
        List<Change> changes = new ArrayList<>();
        String name = name(checkpoint.id());
        changes.add(Change.put(directory + "/" + name, ZooKeeperJobGraphStore.bytes(checkpoint.directory())));
        for (String node : zooKeeper.children(directory)) {
            if (!stay.contains(node) && !node.equals(name)) {
                changes.add(Change.delete(directory + "/" + node));
            }
        }
        return changes;
    }

    /** Numbers that are ordered as texts are. */
    private static String name(long checkpointId) {
        return String.format(Locale.ROOT, "%019d", checkpointId);
    }

    @Override
    public void remove(long checkpointId) {
        files.remove(checkpointId);
        term.write(() -> List.of(Change.delete(directory + "/" + name(checkpointId))));
    }

    @Override
    public int capacity() {
        return files.capacity();
    }

    @Override
    public CompletableFuture<Void> close(boolean keep) {
        return term.write(() -> {
                    List<Change> changes = new ArrayList<>();
                    zooKeeper.children(directory).forEach(node -> changes.add(Change.delete(directory + "/" + node)));
                    changes.add(Change.delete(directory));
                    changes.add(Change.delete(job));
                    return changes;
                })
                .thenComposeAsync(done -> files.close(keep), main);
    }
}
