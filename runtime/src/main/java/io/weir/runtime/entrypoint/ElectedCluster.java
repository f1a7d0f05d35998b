package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.ha.LeaderElection;
import io.weir.runtime.ha.LeaderTerm;
import io.weir.runtime.resourcemanager.ResourceManagerDriver;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.security.ClusterSecret;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that leads a cluster when it is elected, and stands by else. When it ends, or is not the leader any more, jobs
 * and TaskManagers are left to whoever leads next; only a client who shuts the cluster down ends them.
 *
 * <p>Threads: the election calls it on one of its own; the process closes it on another. Life: that of the process.
 */
public final class ElectedCluster implements AutoCloseable, LeaderElection.Contender {
    private static final Logger LOG = LoggerFactory.getLogger(ElectedCluster.class);

    private final Configuration configuration;
    private final Supplier<ResourceManagerDriver> drivers;
    private final Listener listener;
    private final HighAvailability elections;
    private final RpcService rpc;
    private final LeaderElection election;

    // Guarded by this: the election's thread sets it, the process's takes it away at the end.
    private RunningCluster cluster;
    private boolean closed;
    private boolean shutDown;

    /** Takes what the process has to do about it. */
    public interface Listener {
        /**
         * It was elected, and is about to take over what there is.
         *
         * @param cluster what it is going to lead
         */
        default void elected(RunningCluster cluster) {}

        /**
         * It has taken over what there was; nobody knows yet that it leads.
         *
         * @param cluster what it is going to lead
         */
        default void tookOver(RunningCluster cluster) {}

        /**
         * It leads, and has taken over what there was.
         *
         * @param cluster what it leads
         */
        default void leads(RunningCluster cluster) {}

        /** It does not lead any more; it may lead again. */
        default void steppedDown() {}

        /** It does not lead any more, and has left all that it led. */
        default void leadsNoMore() {}

        /** The process is to end: a client wants it. */
        void ended();

        /**
         * The process is to end.
         *
         * @param cause why it cannot lead
         */
        void failed(Throwable cause);
    }

    private ElectedCluster(
            Configuration configuration,
            ClusterSecret secret,
            Supplier<ResourceManagerDriver> drivers,
            boolean replaces,
            Listener listener) {
        this.configuration = configuration;
        this.drivers = drivers;
        this.listener = listener;
        this.elections = HighAvailability.open(configuration);
        try {
            this.rpc = ClusterEntrypoint.openCalls(
                    configuration, secret, configuration.get(HighAvailabilityOptions.JOB_MANAGER_PORT));
        } catch (RuntimeException e) {
            elections.close();
            throw e;
        }
        this.election = elections.election(rpc.host() + ":" + rpc.port(), replaces);
    }

    /**
     * Starts a process that may lead.
     *
     * @param configuration the options
     * @param secret the cluster's secret
     * @param drivers makes what starts and stops TaskManagers, for each time that it leads
     * @param replaces whether it is known to take the place of those that may have led before
     * @param listener takes what the process has to do about it
     * @return the process
     */
    public static ElectedCluster start(
            Configuration configuration,
            ClusterSecret secret,
            Supplier<ResourceManagerDriver> drivers,
            boolean replaces,
            Listener listener) {
        ElectedCluster cluster = new ElectedCluster(configuration, secret, drivers, replaces, listener);
        cluster.election.start(cluster);
        return cluster;
    }

    /** Returns the host at which it takes calls. */
    public String host() {
        return rpc.host();
    }

    /** Returns the port at which it takes calls. */
    public int port() {
        return rpc.port();
    }

    @Override
    public void lead(LeaderTerm term) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        try {
            RunningCluster led = ClusterEntrypoint.start(new ClusterEntrypoint.Parts(
                    new Configuration(configuration).set(JobManagerOptions.PORT, rpc.port()),
                    rpc,
                    drivers.get(),
                    ElectedCluster.class.getClassLoader(),
                    Clock.systemUTC(),
                    term));
            synchronized (this) {
                cluster = led;
            }
            listener.elected(led);
            Futures.await(led.takeOverJobs());
            listener.tookOver(led);
            Futures.await(term.publish(rpc.host(), rpc.port()));
            LOG.info("The JobManager at {}:{} leads the cluster.", rpc.host(), rpc.port());
            led.ending().thenAccept(this::ends);
            listener.leads(led);
        } catch (RuntimeException e) {
            LOG.error("The JobManager at {}:{} cannot lead.", rpc.host(), rpc.port(), e);
            listener.failed(e);
        }
    }

    private void ends(ClusterEntrypoint.Ending ending) {
        if (ending.failure() == null) {
            synchronized (this) {
                shutDown = true;
            }
            listener.ended();
        } else {
            listener.failed(ending.failure());
        }
    }

    @Override
    public void stepDown() {
        RunningCluster left;
        synchronized (this) {
            left = cluster;
            cluster = null;
        }
        if (left != null) {
            left.abandon();
            listener.steppedDown();
        }
    }

    @Override
    public void close() {
        RunningCluster left;
        boolean forGood;
        synchronized (this) {
            closed = true;
            left = cluster;
            cluster = null;
            forGood = shutDown;
        }
        if (left != null && forGood) {
            left.close();
        } else if (left != null) {
            left.abandon();
        }
        election.close();
        rpc.close();
        elections.close();
    }
}
