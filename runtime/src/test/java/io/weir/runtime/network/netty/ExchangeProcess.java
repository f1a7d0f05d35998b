package io.weir.runtime.network.netty;

import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.network.BufferPool;
import io.weir.runtime.network.ExchangeSettings;
import io.weir.runtime.network.PartitionRegistry;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.InputSpec.ChannelSource;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.security.EventLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What a TaskManager's process has for exchanges: a pool, a registry, a data port and a client. */
final class ExchangeProcess implements AutoCloseable {
    static final int FRAME = 32 << 10;
    static final ClusterSecret SECRET = ClusterSecret.random(new SecureRandom());
    private static final ExecutionId PRODUCER =
            new ExecutionId(new JobId("0123456789abcdef0123456789abcdef"), new VertexId("v1"), 0, 0);

    final BufferPool buffers = new BufferPool(FRAME, 1024);
    final PartitionRegistry partitions;
    final EventLoops loops = EventLoops.create("exchange", 2);
    final NettyServer server;
    final NettyClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    ExchangeProcess(ExchangeSettings settings, ClusterSecret secret) {
        partitions = new PartitionRegistry(buffers, timer, Duration.ofSeconds(30));
        server = NettyServer.listen(
                loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), secret, partitions);
        client = new NettyClient(loops, settings, secret, buffers);
    }

    static ExchangeSettings settings(long window) {
        return new ExchangeSettings(FRAME, window, 128 << 20);
    }

    static PartitionId partition(int output) {
        return new PartitionId(PRODUCER, output);
    }

    ChannelSource source(int output, int subpartition) {
        TaskManagerId id = new TaskManagerId("tm-1");
        return new ChannelSource(
                partition(output), subpartition, new TaskManagerLocation(id, "localhost", server.port()));
    }

    @Override
    public void close() {
        client.close();
        server.close();
        partitions.close();
        loops.close();
        timer.shutdownNow();
    }
}
