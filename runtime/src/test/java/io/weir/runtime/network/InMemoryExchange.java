package io.weir.runtime.network;

import io.weir.runtime.protocol.InputSpec;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The network between TaskManagers of a test, in memory: one event loop, byte windows, and arrays copied from the
 * sender's pool to the receiver's, as a real connection does it.
 */
public final class InMemoryExchange implements AutoCloseable {
    private final Map<TaskManagerId, PartitionRegistry> registries = new ConcurrentHashMap<>();
    private final ExecutorService eventLoop = Executors.newSingleThreadExecutor(task -> new Thread(task, "event-loop"));
    private final long window;
    private final List<Link> links = new ArrayList<>();

    public InMemoryExchange(long window) {
        this.window = window;
    }

    /** Adds a TaskManager. */
    public void add(TaskManagerId id, PartitionRegistry registry) {
        registries.put(id, registry);
    }

    /** Returns the client of a TaskManager. */
    public ExchangeClient client(PartitionRegistry own) {
        return (source, gate, channel) -> {
            Link link = new Link(source, gate, channel, own.buffers());
            eventLoop.execute(link::open);
            return link;
        };
    }

    /** Breaks all connections, as the loss of a process does. */
    public void breakAll() {
        eventLoop.execute(() -> List.copyOf(links).forEach(Link::breakDown));
    }

    @Override
    public void close() {
        eventLoop.shutdown();
        try {
            if (!eventLoop.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the event loop does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** One channel between two processes. The event loop owns it. */
    private final class Link implements ChannelCredit, PartitionRequest {
        private final InputSpec.ChannelSource source;
        private final InputGate gate;
        private final int channel;
        private final BufferPool receiver;
        private FrameSource subpartition;
        private long underWay;
        private boolean closed;
        private volatile boolean waits = true;

        Link(InputSpec.ChannelSource source, InputGate gate, int channel, BufferPool receiver) {
            this.source = source;
            this.gate = gate;
            this.channel = channel;
            this.receiver = receiver;
        }

        void open() {
            if (!closed) {
                links.add(this);
                registries.get(source.producer().id()).request(source.partition(), source.subpartition(), this);
            }
        }

        @Override
        public void granted(FrameSource part) {
            eventLoop.execute(() -> {
                subpartition = part;
                if (closed) {
                    part.abandon();
                } else {
                    part.setUrgentListener(barrier -> eventLoop.execute(this::send));
                    part.setListener(() -> eventLoop.execute(this::send), () -> waits);
                }
            });
        }

        @Override
        public void refused(WeirException cause) {
            gate.fail(channel, cause);
        }

        private void send() {
            while (!closed && (underWay < window || subpartition.isUrgent())) {
                Frame frame = subpartition.poll();
                if (frame == null) {
                    return;
                }
                waits = false;
                if (frame instanceof BytesFrame bytes) {
                    underWay += bytes.length();
                    byte[] copy = receiver.take(bytes.length());
                    System.arraycopy(bytes.bytes(), 0, copy, 0, bytes.length());
                    gate.offer(
                            channel,
                            new BytesFrame(copy, bytes.length(), bytes.records(), bytes.timestamped(), receiver));
                    frame.release();
                } else {
                    gate.offer(channel, frame);
                }
            }
        }

        @Override
        public void consumed(int bytes) {
            eventLoop.execute(() -> {
                underWay -= bytes;
                waits = underWay == 0;
                send();
            });
        }

        @Override
        public void cancel() {
            eventLoop.execute(() -> {
                closed = true;
                if (subpartition != null) {
                    subpartition.abandon();
                } else {
                    registries.get(source.producer().id()).withdraw(source.partition(), this);
                }
            });
        }

        void breakDown() {
            if (!closed) {
                closed = true;
                gate.fail(
                        channel,
                        new WeirException(
                                ErrorCode.EXCHANGE,
                                "The connection to " + source.producer().id() + " broke."));
                if (subpartition != null) {
                    subpartition.abandon();
                }
            }
        }
    }
}
