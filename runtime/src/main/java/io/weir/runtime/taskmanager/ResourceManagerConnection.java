package io.weir.runtime.taskmanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.heartbeat.FailureDetector;
import io.weir.runtime.heartbeat.HeartbeatSettings;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.ResourceManagerGateway;
import io.weir.runtime.protocol.SlotReport;
import io.weir.runtime.protocol.TaskManagerRegistration;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.runtime.rpc.RpcService;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a TaskManager registered with the ResourceManager: registers, gives signs of life, and registers again when the
 * connection was lost, for a bounded time.
 *
 * <p>Thread: the TaskManager's main thread. Life: that of the TaskManager.
 */
final class ResourceManagerConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceManagerConnection.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    private final RpcService rpc;
    private final LeaderRetrieval leaders;
    private final FailureDetector.Host main;
    private final Settings settings;
    private final Supplier<TaskManagerRegistration> registration;
    private final Events events;
    private final FailureDetector<RpcAddress> detector;

    private Runnable watch = () -> {};
    private LeaderAddress leader; // null before the first one is known
    private RpcAddress address; // the leader's
    private ResourceManagerGateway gateway; // null while not registered
    private Instant deadline; // by which it has to be registered
    private Throwable lastFailure;
    private boolean closed;

    /**
     * How long it tries.
     *
     * @param heartbeats how often it gives signs of life
     * @param registrationTimeout how long the first registration may take
     * @param absenceTimeout how long it goes on without a ResourceManager
     */
    record Settings(HeartbeatSettings heartbeats, Duration registrationTimeout, Duration absenceTimeout) {
        /** Takes them from the options. */
        static Settings read(Configuration configuration) {
            HeartbeatSettings heartbeats = HeartbeatSettings.read(configuration);
            return new Settings(
                    heartbeats,
                    configuration.get(TaskManagerOptions.REGISTRATION_TIMEOUT),
                    HighAvailability.isEnabled(configuration)
                            ? configuration.get(HighAvailabilityOptions.LEADER_TIMEOUT)
                            : heartbeats.timeout());
        }
    }

    /**
     * What it connects.
     *
     * @param rpc the calls of the process
     * @param leaders tells where the ResourceManager is
     * @param registration says how the TaskManager introduces itself now
     * @param events takes how it fares
     */
    record Ends(
            RpcService rpc, LeaderRetrieval leaders, Supplier<TaskManagerRegistration> registration, Events events) {}

    /** Takes how it fares. */
    interface Events {
        /** Another leader has taken the cluster over. */
        void ledByAnother();

        /** The leader was lost; it may come again, or another. */
        void lost();

        /** The TaskManager is part of the cluster, for the first time or again. */
        void registered();

        /** The TaskManager could not register in time. */
        void failed(Throwable cause);
    }

    ResourceManagerConnection(Ends ends, FailureDetector.Host main, Settings settings) {
        this.rpc = ends.rpc();
        this.leaders = ends.leaders();
        this.registration = ends.registration();
        this.events = ends.events();
        this.main = main;
        this.settings = settings;
        this.detector = new FailureDetector<>(settings.heartbeats(), main, this::lost);
    }

    void start() {
        expect(settings.registrationTimeout());
        watch = leaders.watch(known -> main.execute(() -> led(known)));
        scheduleHeartbeat();
    }

    /** Gives up if it has not registered in time. */
    private void expect(Duration time) {
        Instant end = main.clock().instant().plus(time);
        deadline = end;
        main.schedule(time.plusMillis(1), () -> {
            if (!closed && gateway == null && deadline.equals(end)) {
                giveUp(
                        lastFailure == null
                                ? new WeirException(ErrorCode.UNREACHABLE, "nobody leads the cluster")
                                : lastFailure);
            }
        });
    }

    /** Returns who leads; null before that is known. */
    LeaderAddress leader() {
        return leader;
    }

    /** Returns the token that calls of the leader carry. */
    FencingToken leaderToken() {
        return leader == null ? FencingToken.NONE : leader.token();
    }

    private void led(LeaderAddress known) {
        if (closed || known.equals(leader)) {
            return;
        }
        if (address != null) {
            detector.unwatch(address);
        }
        if (gateway != null) {
            gateway = null;
            expect(settings.absenceTimeout());
        }
        boolean another = leader != null;
        leader = known;
        address = known.resourceManager();
        if (another) {
            events.ledByAnother();
        }
        register(FIRST_DELAY, known);
    }

    private void register(Duration delay, LeaderAddress target) {
        if (closed || !target.equals(leader)) {
            return;
        }
        CompletableFuture<ResourceManagerGateway> connected =
                rpc.connect(address, ResourceManagerGateway.class, target.token());
        connected
                .thenCompose(known -> known.registerTaskManager(registration.get()))
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (closed || !target.equals(leader)) {
                                return; // there is another one by now
                            }
                            if (failure == null) {
                                registered(connected.join());
                            } else {
                                retry(failure, delay, target);
                            }
                        },
                        main);
    }

    private void registered(ResourceManagerGateway known) {
        LOG.info("Registered with {}.", address);
        gateway = known;
        detector.watch(address, address);
        events.registered();
    }

    private void retry(Throwable failure, Duration delay, LeaderAddress target) {
        lastFailure = failure;
        ErrorCode code = Failures.describe(failure).code();
        boolean late = main.clock().instant().plus(delay).isAfter(deadline);
        boolean hopeless = code == ErrorCode.AUTHENTICATION || code == ErrorCode.CONFIGURATION;
        if (late || hopeless) {
            giveUp(failure);
            return;
        }
        LOG.debug("The {} cannot be reached yet; trying again in {} ms.", address, delay.toMillis(), failure);
        Duration next = delay.multipliedBy(2);
        main.schedule(delay, () -> register(next.compareTo(LONGEST_DELAY) < 0 ? next : LONGEST_DELAY, target));
    }

    private void giveUp(Throwable failure) {
        closed = true;
        events.failed(new WeirException(
                Failures.describe(failure).code(),
                "The TaskManager could not register with the " + (address == null ? "leader" : address) + ": "
                        + Failures.describe(failure).message(),
                failure));
    }

    private void lost(RpcAddress peer, String what) {
        LOG.warn(
                "The {} was lost: {}. Trying to register again for {} ms.",
                peer,
                what,
                settings.absenceTimeout().toMillis());
        again();
    }

    private void again() {
        gateway = null;
        events.lost();
        expect(settings.absenceTimeout());
        register(FIRST_DELAY, leader);
    }

    private void scheduleHeartbeat() {
        main.schedule(settings.heartbeats().interval(), () -> {
            if (!closed) {
                scheduleHeartbeat(); // first, so that one failure does not end the signs of life
                report(registration.get().report());
            }
        });
    }

    /** Tells what the slots are used for. */
    void report(SlotReport report) {
        if (gateway == null) {
            return; // the registration will tell
        }
        ResourceManagerGateway asked = gateway;
        asked.heartbeat(report)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                detector.sign(address);
                            } else if (asked == gateway
                                    && Failures.describe(failure).code() == ErrorCode.NOT_FOUND) {
                                LOG.warn("The {} does not know this TaskManager; registering again.", address);
                                detector.unwatch(address);
                                again();
                            }
                        },
                        main);
    }

    /** Says good-bye. */
    CompletableFuture<Void> deregister(String reason) {
        if (gateway == null) {
            return CompletableFuture.completedFuture(null);
        }
        return gateway.deregister(registration.get().location().id(), reason);
    }

    @Override
    public void close() {
        closed = true;
        watch.run();
        detector.close();
    }
}
