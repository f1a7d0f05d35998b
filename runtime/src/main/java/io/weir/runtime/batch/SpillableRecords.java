package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import java.util.NoSuchElementException;

/**
 * Records that are kept to be read again, in the order in which they came: in managed memory as far as it goes, and on disk
 * beyond that.
 *
 * <p>One thread owns it. Life: filled, read any number of times, cleared to be filled again; closed in any case.
 *
 * @param <T> the type of the records
 */
public final class SpillableRecords<T> implements AutoCloseable {
    private final RecordFormat<T> format;
    private final MemoryBudget budget;
    private final Pages pages;
    private final RecordOutput out = new RecordOutput(256);
    private long end;
    private SpillFile.Writer writer;
    private SpillFile file;
    private long spilledBytes;

    /**
     * Creates it without records.
     *
     * @param format how they are kept
     * @param budget its memory; given back by whoever made it
     */
    public SpillableRecords(RecordFormat<T> format, MemoryBudget budget) {
        this.format = format;
        this.budget = budget;
        this.pages = new Pages(budget);
    }

    /** Adds a record, which may be changed afterwards. Not after it was read, until it is cleared. */
    public void add(T value) {
        if (writer == null) {
            out.reset();
            out.beginStream();
            out.writeInt(0);
            format.serializer().serialize(value, out);
            int length = out.position();
            if (pages.reach(end + length)) {
                Lengths.put(out.getBuffer(), length - Integer.BYTES);
                pages.put(end, out.getBuffer(), length);
                end += length;
                return;
            }
            writer = format.newFile();
        }
        format.write(value, writer);
    }

    /** Returns whether some of the records are on disk. */
    boolean isSpilled() {
        return writer != null || file != null;
    }

    /** Returns how many bytes it has ever written to disk. */
    public long spilledBytes() {
        return spilledBytes;
    }

    /** Returns the records, from the first on; closed by whoever takes them. */
    public RecordSource<T> open() {
        if (writer != null) {
            file = writer.finish();
            writer = null;
            spilledBytes += file.bytes();
        }
        return new Reader();
    }

    /** Forgets the records. */
    void clear() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (file != null) {
            SpillFile read = file;
            file = null;
            read.delete();
        }
        pages.giveBack();
        end = 0;
    }

    @Override
    public void close() {
        clear();
        budget.close();
    }

    private final class Reader implements RecordSource<T> {
        private final RecordInput in = new RecordInput(format.classLoader());
        private byte[] record = new byte[256];
        private long position;
        private RecordSource<T> onDisk;

        @Override
        public boolean hasNext() {
            if (position < end) {
                return true;
            }
            if (onDisk == null && file != null) {
                onDisk = format.open(file);
            }
            return onDisk != null && onDisk.hasNext();
        }

        @Override
        public T next() {
            if (position >= end) {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return onDisk.next();
            }
            pages.get(position, record, Integer.BYTES);
            int length = Lengths.get(record);
            if (record.length < length) {
                record = new byte[Math.max(length, record.length * 2)];
            }
            pages.get(position + Integer.BYTES, record, length);
            position += Integer.BYTES + length;
            in.beginStream();
            in.setBuffer(record, 0, length);
            return format.serializer().deserialize(in);
        }

        @Override
        public void close() {
            if (onDisk != null) {
                onDisk.close();
            }
        }
    }
}
