package io.weir.benchmarks;

import io.weir.runtime.checkpoint.files.LocalStateFiles;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.memory.MemoryManager;
import io.weir.runtime.network.BufferPool;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.network.netty.NettyClient;
import io.weir.runtime.network.netty.NettyServer;
import io.weir.runtime.operators.LoopSlots;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.EventLoops;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.task.TaskEnvironment;
import io.weir.runtime.task.TaskListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The parts of one or more TaskManagers that tasks need, in this process: what goes from one to another crosses sockets.
 * The benchmark's thread owns it.
 */
final class BenchmarkPlaces implements AutoCloseable {
    private static final ExchangeSettings SETTINGS = new ExchangeSettings(32 << 10, 1 << 20, 256 << 20);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Place> places = new ArrayList<>();

    private record Place(
            TaskManagerLocation location,
            PartitionRegistry partitions,
            NettyClient client,
            NettyServer server,
            EventLoops loops) {}

    BenchmarkPlaces(int count) {
        ClusterSecret secret = ClusterSecret.random(new SecureRandom());
        for (int i = 0; i < count; i++) {
            BufferPool buffers = new BufferPool(SETTINGS.frameSize() + (2 << 10), 1024);
            PartitionRegistry partitions = new PartitionRegistry(buffers, timer, Duration.ofMinutes(1));
            EventLoops loops = EventLoops.create("data-" + i, 1);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            NettyServer server = NettyServer.listen(loops, address, secret, partitions);
            TaskManagerLocation location = new TaskManagerLocation(
                    new TaskManagerId("tm-" + i), address.getAddress().getHostAddress(), server.port());
            NettyClient client = new NettyClient(loops, SETTINGS, secret, buffers);
            places.add(new Place(location, partitions, client, server, loops));
        }
    }

    /** Returns where instance i runs, for a number of instances. */
    List<TaskManagerLocation> locations(int instances) {
        List<TaskManagerLocation> locations = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            locations.add(places.get(i % places.size()).location());
        }
        return locations;
    }

    /** Returns what a task that runs at a place is given. */
    TaskEnvironment environment(TaskManagerLocation location, TaskListener listener) {
        Place place = places.stream()
                .filter(candidate -> candidate.location().equals(location))
                .findFirst()
                .orElseThrow();
        return new TaskEnvironment(
                place.partitions(),
                place.client(),
                SETTINGS,
                BenchmarkPlaces.class.getClassLoader(),
                listener,
                location.id(),
                location.host(),
                Clock.systemUTC(),
                timer,
                new HeapStateBackend(),
                LocalStateFiles.none(),
                new ManagedMemory(MemoryManager.onHeap(1 << 20), 32, Path.of("target")),
                new LoopSlots(),
                (checkpointId, stage) -> {});
    }

    @Override
    public void close() {
        for (Place place : places) {
            place.client().close();
            place.server().close();
            place.partitions().close();
            place.loops().close();
        }
        timer.shutdownNow();
    }
}
