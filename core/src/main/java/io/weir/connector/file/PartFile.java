package io.weir.connector.file;

import io.weir.fs.SyncableOutput;
import java.io.IOException;
import java.io.OutputStream;

/** A file that is being written, under a hidden name. The task's thread owns it. */
final class PartFile extends OutputStream implements PartFileInfo {
    private static final int BUFFER = 32 << 10;

    private final String bucketId;
    private final FileCommittable names;
    private final long creationTime;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int used;
    private long written;
    private long lastUpdateTime;

    PartFile(String bucketId, FileCommittable names, long creationTime, OutputStream out) {
        this.bucketId = bucketId;
        this.names = names;
        this.creationTime = creationTime;
        this.lastUpdateTime = creationTime;
        this.out = out;
    }

    /** Returns where it is, and where it shall be. */
    FileCommittable names() {
        return names;
    }

    @Override
    public void write(int b) throws IOException {
        if (used == buffer.length) {
            drain();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - used) {
            drain();
            if (length > buffer.length) {
                out.write(bytes, offset, length);
                written += length;
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }

    private void drain() throws IOException {
        out.write(buffer, 0, used);
        written += used;
        used = 0;
    }

    void updated(long time) {
        lastUpdateTime = time;
    }

    @Override
    public String getBucketId() {
        return bucketId;
    }

    @Override
    public long getCreationTime() {
        return creationTime;
    }

    @Override
    public long getSize() {
        return written + used;
    }

    @Override
    public long getLastUpdateTime() {
        return lastUpdateTime;
    }

    /** Makes durable what there is, and returns how much of it a checkpoint may count on. */
    UnfinishedFile capture() throws IOException {
        drain();
        ((SyncableOutput) out).sync();
        return new UnfinishedFile(names, written);
    }

    /** Makes it durable. */
    @Override
    public void close() throws IOException {
        try (out) {
            drain();
        }
    }

    /** Lets go of what will be deleted. */
    void abandon() throws IOException {
        out.close();
    }
}
