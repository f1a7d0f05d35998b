package io.weir.hdfs;

import io.weir.fs.SyncableOutput;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.StreamCapabilities;

/** Writes a file; once it is closed, its bytes are on the disks of the cluster. One thread owns it. */
final class HadoopOutput extends SyncableOutput {
    private final FSDataOutputStream output;
    private final boolean sync;
    private boolean closed;

    /**
     * Takes over a stream.
     *
     * @param output the stream
     * @param sync whether closing it leaves the bytes in the memory of those that keep them
     */
    HadoopOutput(FSDataOutputStream output, boolean sync) {
        this.output = output;
        this.sync = sync;
    }

    @Override
    public void write(int value) throws IOException {
        output.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    @Override
    public void sync() throws IOException {
        output.hsync();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        // Object stores write on close and know no sync.
        try (output) {
            if (sync && output.hasCapability(StreamCapabilities.HSYNC)) {
                output.hsync();
            }
        }
    }
}
