package io.weir.runtime.ha;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CompletedCheckpointStore;
import io.weir.runtime.rpc.FencingToken;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which a process has the lock of the leader. Each write is a transaction with the condition that the lock's
 * node is there, so that none of a former leader takes effect. While ZooKeeper is away, writes wait.
 *
 * <p>Threads: one of its own writes, in the order of the calls; any thread may call. Life: from the election until
 * another process may have been elected.
 */
final class ZooKeeperTerm implements LeaderTerm {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperTerm.class);
    private static final int WAIT_MILLIS = 500;

    private final ZooKeeper zooKeeper;
    private final String lock;
    private final FencingToken token;
    private final ZooKeeperJobGraphStore jobs;
    private final ExecutorService writer;
    private final CompletableFuture<Void> published = new CompletableFuture<>();
    private volatile boolean over; // written by the election's thread, read by the writer

    ZooKeeperTerm(ZooKeeper zooKeeper, HaStorage storage, String lock, long epoch) {
        this.zooKeeper = zooKeeper;
        this.lock = lock;
        this.token = new FencingToken(Long.toHexString(epoch));
        this.jobs = new ZooKeeperJobGraphStore(this, zooKeeper, storage);
        this.writer = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "leader-writes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What a write does to a node. */
    record Change(String path, byte[] content) {
        /** The node gets a content, whether it was there or not. */
        static Change put(String path, byte[] content) {
            return new Change(path, content);
        }

        /** The node goes, if it is there. */
        static Change delete(String path) {
            return new Change(path, null);
        }
    }

    @Override
    public FencingToken token() {
        return token;
    }

    @Override
    public boolean hasSuccessors() {
        return true;
    }

    boolean lasts() {
        return !over;
    }

    /** The process does not lead any more, as far as it knows; what waits is refused. */
    void end() {
        over = true;
        writer.shutdown();
    }

    @Override
    public CompletableFuture<Void> publish(String host, int port) {
        byte[] address = new LeaderAddress(host, port, token).toBytes();
        return write(() -> List.of(Change.put(zooKeeper.path("leader", "connection_info"), address)))
                .thenRun(() -> published.complete(null));
    }

    @Override
    public CompletableFuture<Void> published() {
        return published;
    }

    @Override
    public JobGraphStore jobs() {
        return jobs;
    }

    @Override
    public CompletedCheckpointStore checkpoints(JobId job, CompletedCheckpointStore files, Executor main) {
        return new ZooKeeperCheckpointStore(this, zooKeeper, zooKeeper.path("jobs", job.value()), files, main);
    }

    /**
     * Changes nodes in one step.
     *
     * @param changes says what to change; asked again when it has to be tried again
     * @return complete when that is done; fails with FENCED if another process may lead, and then it is not known whether
     *     it was done
     */
    CompletableFuture<Void> write(Callable<List<Change>> changes) {
        return call(() -> {
            change(changes.call());
            return null;
        });
    }

    /** Does something with ZooKeeper as soon as it is there, after what was to be written before. */
    <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            writer.execute(() -> {
                try {
                    result.complete(persist(work));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(fenced());
        }
        return result;
    }

    private <T> T persist(Callable<T> work) throws Exception {
        while (!over) {
            try {
                return work.call();
            } catch (KeeperException.ConnectionLossException
                    | KeeperException.SessionExpiredException
                    | KeeperException.OperationTimeoutException
                    | KeeperException.NodeExistsException
                    | KeeperException.NoNodeException
                    | KeeperException.BadVersionException e) {
                // Either ZooKeeper is away, or what we saw has changed because our last attempt did succeed.
                LOG.debug("ZooKeeper did not do it; trying again.", e);
                zooKeeper.client().blockUntilConnected(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        throw fenced();
    }

    private void change(List<Change> changes) throws Exception {
        CuratorFramework client = zooKeeper.client();
        List<CuratorOp> operations = new ArrayList<>();
        operations.add(client.transactionOp().check().forPath(lock));
        for (Change change : changes) {
            boolean isThere = zooKeeper.status(change.path()).isPresent();
            if (change.content() == null) {
                if (isThere) {
                    operations.add(client.transactionOp().delete().forPath(change.path()));
                }
            } else if (isThere) {
                operations.add(client.transactionOp().setData().forPath(change.path(), change.content()));
            } else {
                zooKeeper.createParent(change.path());
                operations.add(client.transactionOp().create().forPath(change.path(), change.content()));
            }
        }
        try {
            client.transaction().forOperations(operations);
        } catch (KeeperException.NoNodeException e) {
            if (zooKeeper.status(lock).isEmpty()) {
                throw fenced();
            }
            throw e;
        }
    }

    static WeirException fenced() {
        return new WeirException(
                ErrorCode.FENCED, "This JobManager does not lead any more, and may not write for the cluster.");
    }
}
