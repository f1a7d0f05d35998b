package io.weir.runtime.heartbeat;

import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.runtime.rpc.RpcEndpoint;
import io.weir.runtime.rpc.RpcService;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;

/** An endpoint that watches others and measures time. Its main thread owns its state. */
public abstract class WatchingEndpoint extends RpcEndpoint {
    private final Host host;

    /**
     * Creates an endpoint that is not reachable yet.
     *
     * @param service the service of this process
     * @param name the name under which it is called, unique in the process
     * @param fencingToken the token that calls must carry
     * @param clock tells the time
     */
    protected WatchingEndpoint(RpcService service, String name, FencingToken fencingToken, Clock clock) {
        super(service, name, fencingToken);
        this.host = new Host(clock);
    }

    /** Returns this endpoint as its own parts see it: a main thread, a clock, and connections to watch. */
    protected final FailureDetector.Host host() {
        return host;
    }

    /** Opens what {@link RpcEndpoint} keeps to subclasses to the parts of a subclass. */
    private final class Host implements FailureDetector.Host {
        private final Clock clock;

        Host(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public void execute(Runnable work) {
            runInMainThread(work);
        }

        @Override
        public ScheduledFuture<?> schedule(Duration delay, Runnable work) {
            return WatchingEndpoint.this.schedule(delay, work);
        }

        @Override
        public Runnable onDisconnect(RpcAddress address, Runnable listener) {
            return service().onDisconnect(address, listener);
        }
    }
}
