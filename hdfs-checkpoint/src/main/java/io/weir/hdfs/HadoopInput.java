package io.weir.hdfs;

import io.weir.fs.SeekableInput;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/** The bytes of a file. One thread owns it; closing it closes Hadoop's stream. */
final class HadoopInput extends SeekableInput {
    private final FSDataInputStream input;

    HadoopInput(FSDataInputStream input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        return input.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return input.read(bytes, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
        if (position != input.getPos()) {
            input.seek(position);
        }
    }

    @Override
    public long position() throws IOException {
        return input.getPos();
    }

    @Override
    public long skip(long count) throws IOException {
        return input.skip(count);
    }

    @Override
    public int available() throws IOException {
        return input.available();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
