package io.weir.runtime.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.connector.OutputCommitter;
import io.weir.execution.JobId;
import io.weir.runtime.blob.BlobStore;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.runtime.ha.LeaderTerm;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.jobmanager.JobManagerServices;
import io.weir.runtime.protocol.DispatcherGateway;
import io.weir.runtime.protocol.ResourceManagerGateway;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that do not even begin, or do not end. */
@Timeout(60)
class DispatcherTest {
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    @TempDir
    Path temporary;

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final RpcThreads threads = RpcThreads.create();
    private final AtomicBoolean scheduledTooLate = new AtomicBoolean();
    private ScheduledExecutorService dispatcherThread;
    private boolean noJobManagers;

    private final RpcService rpc = RpcService.local(
            RpcSettings.calling(new Configuration()), new RpcThreads(this::mainThread, threads.timer()));

    @AfterEach
    void close() {
        RELEASED.countDown();
        rpc.close();
        io.shutdownNow();
    }

    private ScheduledExecutorService mainThread(String name) {
        if (!name.startsWith("jobmanager-")) {
            dispatcherThread = new HastyThread();
            return dispatcherThread;
        }
        ScheduledExecutorService thread = threads.mainThreads().apply(name);
        if (noJobManagers) {
            thread.shutdown();
        }
        return thread;
    }

    /** A thread for which time runs a thousand times as fast. */
    private final class HastyThread extends ScheduledThreadPoolExecutor {
        HastyThread() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            scheduledTooLate.compareAndSet(false, isShutdown());
            return super.schedule(work, unit.toNanos(delay) / 1000, TimeUnit.NANOSECONDS);
        }
    }

    private Dispatcher start() throws Exception {
        ResourceManagerGateway nobody = rpc.connect(
                        rpc.address("nobody"), ResourceManagerGateway.class, FencingToken.NONE)
                .get();
        Dispatcher dispatcher = new Dispatcher(
                new JobManagerServices(
                        rpc,
                        nobody,
                        new BlobStore(temporary, io, Clock.systemUTC()),
                        new UserClassLoaders(DispatcherTest.class.getClassLoader()),
                        io,
                        name -> io,
                        Clock.systemUTC(),
                        new Configuration(),
                        LeaderTerm.ALONE),
                () -> {});
        rpc.start(dispatcher).get();
        return dispatcher;
    }

    private DispatcherGateway gateway() throws Exception {
        return rpc.connect(rpc.address(Dispatcher.NAME), DispatcherGateway.class, FencingToken.NONE)
                .get();
    }

    private static JobGraph graph(List<byte[]> committers) {
        JobVertex vertex = new JobVertex(
                new VertexId("a"),
                "a",
                1,
                128,
                "default",
                new byte[0],
                new byte[0],
                committers,
                List.of(),
                List.of(),
                true);
        return new JobGraph(JobId.random(), "job", List.of(vertex), List.of(), new Configuration(), false);
    }

    @Test
    void aJobThatCannotStartIsForgotten() throws Exception {
        start();
        noJobManagers = true;
        JobGraph graph = graph(List.of());
        assertThatThrownBy(() -> gateway().submitJob(graph, List.of()).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("has ended");
        assertThat(gateway().listJobs().get(20, TimeUnit.SECONDS)).isEmpty();
        noJobManagers = false;
        gateway().submitJob(graph, List.of()).get(20, TimeUnit.SECONDS);
        assertThat(gateway().listJobs().get(20, TimeUnit.SECONDS)).hasSize(1);
    }

    /** Its setup hangs, in a file system for instance. */
    private record HangingCommitter() implements OutputCommitter {
        @Override
        public void setup(String jobId) {
            try {
                RELEASED.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void commit(String jobId) {
            // It does not come to that.
        }

        @Override
        public void abort(String jobId) {
            // Nothing was written.
        }
    }

    @Test
    void nothingIsScheduledWhenTheLastJobHasEnded() throws Exception {
        Dispatcher dispatcher = start();
        gateway().submitJob(graph(List.of()), List.of()).get(20, TimeUnit.SECONDS);
        rpc.stop(dispatcher).get(20, TimeUnit.SECONDS);
        assertThat(dispatcherThread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(scheduledTooLate).isFalse();
    }

    @Test
    void aJobThatDoesNotEndIsStoppedWithTheCluster() throws Exception {
        Dispatcher dispatcher = start();
        JobGraph graph = graph(List.of(ObjectCodec.serialize(new HangingCommitter())));
        gateway().submitJob(graph, List.of()).get(20, TimeUnit.SECONDS);
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        rpc.onDisconnect(rpc.address("jobmanager-" + graph.jobId()), () -> stopped.complete(null));
        assertThat(stopped).isNotDone();
        rpc.stop(dispatcher).get(20, TimeUnit.SECONDS);
        assertThat(stopped).isDone();
    }
}
