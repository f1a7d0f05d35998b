package io.weir.runtime.taskmanager;

import io.weir.configuration.Configuration;
import io.weir.configuration.TaskManagerOptions;
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
    private final RpcAddress address;
    private final FailureDetector.Host main;
    private final Settings settings;
    private final Supplier<TaskManagerRegistration> registration;
    private final Events events;
    private final FailureDetector<RpcAddress> detector;

    private ResourceManagerGateway gateway; // null while not registered
    private Instant deadline;
    private boolean closed;

    /**
     * How long it tries.
     *
     * @param heartbeats how often it gives signs of life
     * @param registrationTimeout how long the first registration may take
     */
    record Settings(HeartbeatSettings heartbeats, Duration registrationTimeout) {
        /** Takes them from the options. */
        static Settings read(Configuration configuration) {
            return new Settings(
                    HeartbeatSettings.read(configuration), configuration.get(TaskManagerOptions.REGISTRATION_TIMEOUT));
        }
    }

    /**
     * What it connects.
     *
     * @param rpc the calls of the process
     * @param address the ResourceManager
     * @param registration says how the TaskManager introduces itself now
     * @param events takes how it fares
     */
    record Ends(RpcService rpc, RpcAddress address, Supplier<TaskManagerRegistration> registration, Events events) {}

    /** Takes how it fares. */
    interface Events {
        /** The TaskManager is part of the cluster, for the first time or again. */
        void registered();

        /** The TaskManager could not register in time. */
        void failed(Throwable cause);
    }

    ResourceManagerConnection(Ends ends, FailureDetector.Host main, Settings settings) {
        this.rpc = ends.rpc();
        this.address = ends.address();
        this.registration = ends.registration();
        this.events = ends.events();
        this.main = main;
        this.settings = settings;
        this.detector = new FailureDetector<>(settings.heartbeats(), main, this::lost);
    }

    void start() {
        deadline = main.clock().instant().plus(settings.registrationTimeout());
        register(FIRST_DELAY);
        scheduleHeartbeat();
    }

    private void register(Duration delay) {
        if (closed) {
            return;
        }
        CompletableFuture<ResourceManagerGateway> connected =
                rpc.connect(address, ResourceManagerGateway.class, FencingToken.NONE);
        connected
                .thenCompose(known -> known.registerTaskManager(registration.get()))
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                registered(connected.join());
                            } else {
                                retry(failure, delay);
                            }
                        },
                        main);
    }

    private void registered(ResourceManagerGateway known) {
        if (closed) {
            return;
        }
        LOG.info("Registered with {}.", address);
        gateway = known;
        detector.watch(address, address);
        events.registered();
    }

    private void retry(Throwable failure, Duration delay) {
        if (closed) {
            return;
        }
        ErrorCode code = Failures.describe(failure).code();
        boolean late = main.clock().instant().plus(delay).isAfter(deadline);
        boolean hopeless = code == ErrorCode.AUTHENTICATION || code == ErrorCode.CONFIGURATION;
        if (late || hopeless) {
            events.failed(new WeirException(
                    code,
                    "The TaskManager could not register with the " + address + ": "
                            + Failures.describe(failure).message(),
                    failure));
            return;
        }
        LOG.debug("The {} cannot be reached yet; trying again in {} ms.", address, delay.toMillis(), failure);
        Duration next = delay.multipliedBy(2);
        main.schedule(delay, () -> register(next.compareTo(LONGEST_DELAY) < 0 ? next : LONGEST_DELAY));
    }

    private void lost(RpcAddress peer, String what) {
        LOG.warn(
                "The {} was lost: {}. Trying to register again for {} ms.",
                peer,
                what,
                settings.heartbeats().timeout().toMillis());
        again();
    }

    private void again() {
        gateway = null;
        deadline = main.clock().instant().plus(settings.heartbeats().timeout());
        register(FIRST_DELAY);
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
        detector.close();
    }
}
