package io.weir.runtime.network;

import io.weir.runtime.protocol.PartitionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one execution produces on an output that is read when it is complete: one file with the frames of all parts, sorted by
 * part as far as memory allows, and an index in memory. Each part can be read any number of times.
 *
 * <p>Threads: the producing task's thread writes and completes it, registers it, and drops it if it fails before; after that
 * any thread reads it or lets go of it.
 */
public final class SpilledPartition implements Partition {
    /** How many bytes of frames are put together, and then written part by part. */
    private static final long MOST_BYTES = 8L << 20;

    private static final Runnable NOBODY = () -> {};

    private final PartitionId id;
    private final BufferPool buffers;
    private final SpilledFile file;
    private final List<Part> parts;
    private long waitingBytes;

    private final Object lock = new Object();

    /** Guarded by the lock. */
    private boolean released;

    /** Guarded by the lock. */
    private Runnable onDone = NOBODY;

    /**
     * Creates an empty partition with its file.
     *
     * @param id its name
     * @param parts how many parts it has
     * @param directory where its file goes
     * @param buffers where readers in this process take arrays from
     */
    public SpilledPartition(PartitionId id, int parts, Path directory, BufferPool buffers) {
        this.id = id;
        this.buffers = buffers;
        this.file = SpilledFile.create(id, directory.resolve("weir-exchange-" + UUID.randomUUID()));
        List<Part> all = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            all.add(new Part());
        }
        this.parts = List.copyOf(all);
    }

    @Override
    public PartitionId id() {
        return id;
    }

    @Override
    public int parts() {
        return parts.size();
    }

    /** Returns where the frames of a part go. Producer's thread. */
    FrameSink sink(int part) {
        return parts.get(part);
    }

    /** Completes it. Producer's thread. */
    public void finish() {
        write();
    }

    /** Returns how many bytes each part has. After it is complete. */
    public long[] bytesByPart() {
        return parts.stream().mapToLong(part -> part.index.bytes()).toArray();
    }

    @Override
    public FrameSource claim(int part) {
        return file.tryRetain() ? new SpilledPartReader(file, parts.get(part).index, buffers) : null;
    }

    @Override
    public void release() {
        Runnable action;
        synchronized (lock) {
            if (released) {
                return;
            }
            released = true;
            action = onDone;
        }
        parts.forEach(Part::drop);
        file.delete();
        file.release();
        action.run();
    }

    @Override
    public void whenDone(Runnable action) {
        boolean done;
        synchronized (lock) {
            onDone = action;
            done = released;
        }
        if (done) {
            action.run();
        }
    }

    private void write() {
        parts.forEach(Part::write);
        file.flush();
        waitingBytes = 0;
    }

    /** The frames for one consumer. */
    private final class Part implements FrameSink {
        private final SpilledIndex index = new SpilledIndex();
        private final List<Frame> waiting = new ArrayList<>();

        @Override
        public void add(Frame frame) {
            waiting.add(frame);
            if (frame instanceof BytesFrame data) {
                waitingBytes += data.length();
                if (waitingBytes >= MOST_BYTES) {
                    SpilledPartition.this.write();
                }
            }
        }

        private void write() {
            for (Frame frame : waiting) {
                if (frame instanceof BytesFrame data) {
                    index.add(file.append(data.bytes(), data.length()), data);
                    data.release();
                } else if (frame instanceof Watermark mark) {
                    index.add(mark);
                } else if (frame instanceof IdleStatus status) {
                    index.add(status);
                }
            }
            waiting.clear();
        }

        private void drop() {
            waiting.forEach(Frame::release);
            waiting.clear();
        }

        @Override
        public void end(long little) {
            // The index ends where the partition is complete.
        }

        @Override
        public void announce() {
            // Nobody reads it yet.
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public boolean isReleased() {
            return false;
        }

        @Override
        public boolean consumerWaits() {
            return false;
        }

        @Override
        public boolean holds(Barrier barrier) {
            return false;
        }

        @Override
        public List<Frame> takeBack() {
            return List.of();
        }

        @Override
        public void addUrgent(Barrier barrier) {
            // Jobs with such exchanges take no checkpoints.
        }
    }
}
