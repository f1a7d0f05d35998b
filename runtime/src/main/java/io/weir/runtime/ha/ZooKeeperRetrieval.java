package io.weir.runtime.ha;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the leader in ZooKeeper. While ZooKeeper is away the last known one counts.
 *
 * <p>Threads: one of its own, which has the state but for what is marked; any thread may ask. Life: that of the process.
 */
final class ZooKeeperRetrieval implements LeaderRetrieval, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperRetrieval.class);
    private static final long RETRY_MILLIS = 500;

    private final ZooKeeper zooKeeper;
    private final String path;
    private final ScheduledExecutorService thread;
    private final List<Consumer<LeaderAddress>> listeners = new ArrayList<>();
    private boolean started;

    // Written by the own thread, read by whoever asks.
    private volatile LeaderAddress leader;

    ZooKeeperRetrieval(ZooKeeper zooKeeper) {
        this.zooKeeper = zooKeeper;
        this.path = zooKeeper.path("leader", "connection_info");
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "leader-retrieval");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    @Override
    public Runnable watch(Consumer<LeaderAddress> listener) {
        thread.execute(() -> {
            listeners.add(listener);
            if (leader != null) {
                listener.accept(leader);
            }
            start();
        });
        return () -> thread.execute(() -> listeners.remove(listener));
    }

    @Override
    public Optional<LeaderAddress> current() {
        thread.execute(this::start);
        return Optional.ofNullable(leader);
    }

    private void start() {
        if (!started) {
            started = true;
            zooKeeper.onState(this::connected, thread);
            read();
        }
    }

    private void connected(ConnectionState state) {
        if (state == ConnectionState.RECONNECTED) {
            read(); // a change may have been missed
        }
    }

    private void read() {
        CuratorWatcher again = event -> changed();
        try {
            // The watch is set before the node is read, so that no change falls in between.
            if (zooKeeper.client().checkExists().usingWatcher(again).forPath(path) != null) {
                zooKeeper.read(path).ifPresent(bytes -> found(LeaderAddress.of(bytes)));
            }
        } catch (Exception e) {
            LOG.debug("The leader cannot be read from ZooKeeper now; trying again.", e);
            if (!thread.isShutdown()) {
                thread.schedule(this::read, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void changed() {
        try {
            thread.execute(this::read);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed meanwhile.", e);
        }
    }

    private void found(LeaderAddress found) {
        if (!found.equals(leader)) {
            LOG.info("The leader is at {}:{}.", found.host(), found.port());
            leader = found;
            List.copyOf(listeners).forEach(listener -> listener.accept(found));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
