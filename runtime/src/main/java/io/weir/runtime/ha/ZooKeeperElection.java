package io.weir.runtime.ha;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects the process that has stood longest: each has a node that lives as long as its session with ZooKeeper, and whose
 * node is the oldest leads. That node is the lock with which everything is written that others rely on. A leader that is
 * out of touch goes on until its session has ended, for no other leads before; then it stands again, as the last one.
 *
 * <p>Threads: one of its own has the state; the contender is called on another one, in turn. That a term has ended is noted
 * by whoever hears of it first, for the own thread may wait for an answer of ZooKeeper for long. Life: from its start until
 * closed.
 */
final class ZooKeeperElection implements LeaderElection {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperElection.class);
    private static final String PREFIX = "candidate-";
    private static final long RETRY_MILLIS = 1_000;
    private static final long CLOSE_SECONDS = 5;

    private final ZooKeeper zooKeeper;
    private final HaStorage storage;
    private final String name;
    private final boolean replaces;
    private final String directory;
    private final ScheduledExecutorService thread;
    private final ScheduledExecutorService contenderThread;
    private Contender contender;
    private String node; // ours; null while we do not stand
    private String stale; // ours of a session that we take for lost

    /** Null while we do not lead. Set by the own thread, taken away by it or by the thread that tells of the connection. */
    private final AtomicReference<ZooKeeperTerm> term = new AtomicReference<>();

    private boolean closed;

    ZooKeeperElection(ZooKeeper zooKeeper, HaStorage storage, String name, boolean replaces) {
        this.zooKeeper = zooKeeper;
        this.storage = storage;
        this.name = name;
        this.replaces = replaces;
        this.directory = zooKeeper.path("leader", "latch");
        this.thread = daemon("leader-election");
        this.contenderThread = daemon("leader-contender");
    }

    private static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    @Override
    public void start(Contender process) {
        contender = process;
        zooKeeper.onState(this::connected, Runnable::run);
        thread.execute(this::stand);
    }

    /** Called by the thread that tells of the connection. */
    private void connected(ConnectionState state) {
        switch (state) {
            case SUSPENDED -> {
                if (term.get() != null) {
                    LOG.warn("ZooKeeper cannot be reached; leading on until the session has ended.");
                }
            }
            case LOST -> {
                sessionEnded();
                inTurn(() -> {
                    sessionEnded(); // a term may just have begun
                    stale = node == null ? stale : node;
                    node = null;
                });
            }
            case CONNECTED, RECONNECTED -> inTurn(this::stand);
            case READ_ONLY -> {
                // A part of ZooKeeper that cannot elect.
            }
        }
    }

    private void sessionEnded() {
        stepDown("the session with ZooKeeper has ended");
    }

    private void inTurn(Runnable work) {
        if (!thread.isShutdown()) {
            thread.execute(work);
        }
    }

    /** Takes a place in the row, unless we have one, and looks which it is. */
    private void stand() {
        if (closed) {
            return;
        }
        try {
            if (stale != null) {
                zooKeeper.deleteTree(stale);
                stale = null;
            }
            if (node == null) {
                node = zooKeeper
                        .client()
                        .create()
                        .creatingParentsIfNeeded()
                        .withProtection()
                        .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                        .forPath(directory + "/" + PREFIX, name.getBytes(StandardCharsets.UTF_8));
                if (replaces) {
                    removeOthers();
                }
            }
            look();
        } catch (Exception e) {
            LOG.debug("The election cannot go on now; trying again.", e);
            if (!thread.isShutdown()) {
                thread.schedule(this::stand, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Those before us are known to be gone, but their sessions may not have ended; without their locks they lead no more. */
    private void removeOthers() throws Exception {
        for (String other : row()) {
            if (!(directory + "/" + other).equals(node)) {
                LOG.info("Removing {} from the election: this process has taken its place.", other);
                zooKeeper.deleteTree(directory + "/" + other);
            }
        }
    }

    private List<String> row() throws Exception {
        return zooKeeper.children(directory).stream()
                .filter(child -> child.contains(PREFIX))
                .sorted(Comparator.comparing(child -> child.substring(child.lastIndexOf('-') + 1)))
                .toList();
    }

    private void look() throws Exception {
        List<String> row = row();
        int place = row.indexOf(node.substring(directory.length() + 1));
        if (place < 0) {
            stepDown("its place in ZooKeeper is gone");
            node = null;
            stand();
            return;
        }
        String watched = place == 0 ? node : directory + "/" + row.get(place - 1);
        CuratorWatcher again = event -> {
            if (event.getType() != Watcher.Event.EventType.None) { // that the connection is lost we hear otherwise
                inTurn(this::stand);
            }
        };
        boolean isThere = zooKeeper.client().checkExists().usingWatcher(again).forPath(watched) != null;
        if (!isThere) {
            stand();
        } else if (place == 0 && term.get() == null) {
            lead();
        }
    }

    private void lead() throws Exception {
        long epoch = zooKeeper.client().checkExists().forPath(node).getCzxid();
        LOG.info("{} leads from now on, in term {}.", name, epoch);
        ZooKeeperTerm leading = new ZooKeeperTerm(zooKeeper, storage, node, epoch);
        term.set(leading);
        contenderThread.execute(() -> {
            if (leading.lasts()) {
                contender.lead(leading);
            }
        });
    }

    private void stepDown(String cause) {
        ZooKeeperTerm ended = term.getAndSet(null);
        if (ended != null) {
            LOG.warn("{} does not lead any more: {}.", name, cause);
            ended.end();
            contenderThread.execute(contender::stepDown);
        }
    }

    @Override
    public void close() {
        thread.execute(() -> {
            closed = true;
            ZooKeeperTerm ended = term.getAndSet(null);
            if (ended != null) {
                ended.end();
            }
            if (node != null) {
                try {
                    zooKeeper.deleteTree(node);
                } catch (Exception e) {
                    LOG.debug("Our place in the election could not be given up; it ends with the session.", e);
                }
            }
        });
        thread.shutdown();
        contenderThread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
