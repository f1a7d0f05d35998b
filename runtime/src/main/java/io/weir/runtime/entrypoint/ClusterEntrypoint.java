package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.runtime.blob.BlobStore;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.runtime.dispatcher.Dispatcher;
import io.weir.runtime.ha.LeaderTerm;
import io.weir.runtime.jobmanager.JobManagerServices;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.ProtocolClasses;
import io.weir.runtime.protocol.ResourceManagerGateway;
import io.weir.runtime.resourcemanager.ResourceManager;
import io.weir.runtime.resourcemanager.ResourceManagerDriver;
import io.weir.runtime.resourcemanager.WorkerSpec;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import io.weir.runtime.security.ClusterSecret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Starts what leads a cluster: Dispatcher, ResourceManager, and the files of jobs, all in one process. Used by the
 * standalone main class, by the ApplicationMaster and by the cluster in one process. Stateless.
 */
public final class ClusterEntrypoint {
    private ClusterEntrypoint() {}

    /**
     * What a cluster's head is made of.
     *
     * @param configuration the options
     * @param rpc the calls of the process; closed with the cluster
     * @param driver starts and stops TaskManagers; closed with the cluster
     * @param programParent the class loader above those of programs
     * @param clock tells the time
     * @param term what it is led with
     */
    public record Parts(
            Configuration configuration,
            RpcService rpc,
            ResourceManagerDriver driver,
            ClassLoader programParent,
            Clock clock,
            LeaderTerm term) {}

    /**
     * Starts the head of a cluster that listens on {@code jobmanager.rpc.address} and {@code jobmanager.rpc.port}.
     *
     * @param configuration the options
     * @param secret the cluster's secret
     * @param driver starts and stops TaskManagers; closed with the cluster
     * @return the running cluster
     */
    public static RunningCluster start(
            Configuration configuration, ClusterSecret secret, ResourceManagerDriver driver) {
        return start(new Parts(
                configuration,
                openCalls(configuration, secret, configuration.get(JobManagerOptions.PORT)),
                driver,
                ClusterEntrypoint.class.getClassLoader(),
                Clock.systemUTC(),
                LeaderTerm.ALONE));
    }

    /** Opens the calls of a JobManager's process. */
    static RpcService openCalls(Configuration configuration, ClusterSecret secret, int port) {
        String host = configuration.get(JobManagerOptions.ADDRESS);
        String bindHost = configuration.getOptional(JobManagerOptions.BIND_HOST).orElse(host);
        return RpcService.open(
                RpcSettings.listening(configuration, new RpcSettings.Listen(bindHost, host, port)),
                secret,
                ProtocolClasses.all(),
                RpcThreads.create());
    }

    /**
     * Starts the head of a cluster from its parts.
     *
     * @param parts the parts
     * @return the running cluster
     */
    public static RunningCluster start(Parts parts) {
        Closer closer = new Closer();
        closer.own(parts.driver());
        try {
            return start(parts, closer);
        } catch (RuntimeException e) {
            if (!parts.term().hasSuccessors()) {
                parts.rpc().close(); // else the process may lead again, and keeps it
            }
            closer.close();
            throw e;
        }
    }

    private static RunningCluster start(Parts parts, Closer closer) {
        Configuration configuration = parts.configuration();
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        ExecutorService io = ProcessThreads.io("jobmanager-io");
        closer.own(io::shutdownNow);
        BlobStore blobs = closer.own(new BlobStore(temporaryDirectory(configuration), io, parts.clock()));
        WorkerSpec worker = WorkerSpecs.of(configuration);
        ResourceManager resourceManager = new ResourceManager(
                parts.rpc(),
                new ResourceManager.Parts(
                        configuration,
                        parts.driver(),
                        worker,
                        parts.clock(),
                        EngineVersion.get(),
                        cause -> ending.complete(Ending.failure(cause)),
                        parts.term().token()));
        await(parts.rpc().start(resourceManager));
        ResourceManagerGateway gateway = await(parts.rpc()
                .connect(
                        resourceManager.address(),
                        ResourceManagerGateway.class,
                        parts.term().token()));
        Dispatcher dispatcher = new Dispatcher(
                new JobManagerServices(
                        parts.rpc(),
                        gateway,
                        blobs,
                        new UserClassLoaders(parts.programParent()),
                        io,
                        ProcessThreads::single,
                        parts.clock(),
                        configuration,
                        parts.term()),
                () -> ending.complete(Ending.WANTED));
        await(parts.rpc().start(dispatcher));
        DispatcherGateway dispatcherGateway = await(parts.rpc()
                .connect(
                        dispatcher.address(),
                        DispatcherGateway.class,
                        parts.term().token()));
        return new RunningCluster(parts.rpc(), resourceManager, dispatcher, dispatcherGateway, ending, closer);
    }

    /** Returns a directory that no other process has; it is not made before it is needed. */
    static Path temporaryDirectory(Configuration configuration) {
        String parent =
                configuration.getOptional(CoreOptions.TEMPORARY_DIRECTORY).orElse(System.getProperty("java.io.tmpdir"));
        return Path.of(parent, "weir-" + UUID.randomUUID());
    }

    private static <T> T await(CompletableFuture<T> future) {
        return Futures.await(future);
    }

    /**
     * Why a cluster ends.
     *
     * @param failure what went wrong; null if the end is wanted
     */
    public record Ending(Throwable failure) {
        static final Ending WANTED = new Ending(null);

        static Ending failure(Throwable failure) {
            return new Ending(failure);
        }
    }
}
