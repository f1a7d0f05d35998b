package io.weir.runtime.heartbeat;

import io.weir.runtime.rpc.RpcAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;

/**
 * Tells when a peer is lost: at once when the connection to it breaks, else when it was silent for too long. One thread
 * owns it: the main thread of the endpoint that watches.
 *
 * <p>Life: that of the endpoint, which closes it.
 *
 * @param <P> what peers are told apart by
 */
public final class FailureDetector<P> implements AutoCloseable {
    private final HeartbeatSettings settings;
    private final Host host;
    private final BiConsumer<P, String> onLost;
    private final HeartbeatMonitor<P> monitor;
    private final Map<P, Watch> watches = new HashMap<>();
    private ScheduledFuture<?> check;
    private boolean closed;

    /** One watch of one connection; tells a late call of its listener from one of a watch that came after. */
    private static final class Watch {
        private Runnable end = () -> {};
    }

    /** What the watching endpoint provides. */
    public interface Host extends Executor {
        /** Returns the time. */
        Clock clock();

        /**
         * Runs work on the main thread later.
         *
         * @param delay how much later
         * @param work the work
         * @return a handle to cancel it
         */
        ScheduledFuture<?> schedule(Duration delay, Runnable work);

        /**
         * Watches the connection to a peer.
         *
         * @param address the peer
         * @param listener runs once, on any thread, when the connection is lost
         * @return ends the watch
         */
        Runnable onDisconnect(RpcAddress address, Runnable listener);
    }

    /**
     * Creates a detector that watches nobody.
     *
     * @param settings how long peers may be silent
     * @param host the endpoint
     * @param onLost takes a lost peer, which is not watched any more, and what was seen, such as "the connection to it
     *     was lost"
     */
    public FailureDetector(HeartbeatSettings settings, Host host, BiConsumer<P, String> onLost) {
        this.settings = settings;
        this.host = host;
        this.onLost = onLost;
        this.monitor = new HeartbeatMonitor<>(settings.timeout());
    }

    /**
     * Begins to watch a peer to which there is a connection.
     *
     * @param peer the peer
     * @param address where it is
     */
    public void watch(P peer, RpcAddress address) {
        unwatch(peer);
        monitor.watch(peer, host.clock().instant());
        Watch watch = new Watch();
        watches.put(peer, watch); // first, for the listener may run at once
        watch.end = host.onDisconnect(address, () -> host.execute(() -> disconnected(peer, watch)));
        if (check == null && !closed) {
            scheduleCheck();
        }
    }

    /**
     * Notes a sign of life.
     *
     * @param peer the peer
     */
    public void sign(P peer) {
        monitor.sign(peer, host.clock().instant());
    }

    /**
     * Ends to watch a peer.
     *
     * @param peer the peer
     */
    public void unwatch(P peer) {
        monitor.unwatch(peer);
        Watch watch = watches.remove(peer);
        if (watch != null) {
            watch.end.run();
        }
    }

    private void disconnected(P peer, Watch watch) {
        if (!closed && watches.get(peer) == watch) {
            lost(peer, "the connection to it was lost");
        }
    }

    private void lost(P peer, String what) {
        unwatch(peer);
        onLost.accept(peer, what);
    }

    private void scheduleCheck() {
        check = host.schedule(settings.interval(), () -> {
            if (!closed) {
                scheduleCheck(); // first, so that what a loss leads to cannot end the watch over the others
            }
            monitor.silent(host.clock().instant())
                    .forEach(peer -> lost(
                            peer,
                            "it gave no sign of life for " + settings.timeout().toMillis() + " ms"));
        });
    }

    @Override
    public void close() {
        closed = true;
        watches.values().forEach(watch -> watch.end.run());
        watches.clear();
        if (check != null) {
            check.cancel(false);
        }
    }
}
