package io.weir.connector.file;

import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Writes records as they are written between tasks, for {@link TypeSerializerInputFormat} to read. Records are in blocks that say
 * how long they are, how many records they have and what their check sum is. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class TypeSerializerOutputFormat<T> extends FileOutputFormat<T> {
    private static final long serialVersionUID = 1L;

    /** The first bytes of each file: a name and a version. */
    static final long HEADER = 0x57454952_52454301L;

    private static final int BLOCK = 64 << 10;

    private final TypeInformation<T> type;
    private transient TypeSerializer<T> serializer;
    private transient DataOutputStream blocks;
    private transient RecordOutput block;
    private transient int records;

    /**
     * Creates a format.
     *
     * @param type the type of the records
     */
    public TypeSerializerOutputFormat(TypeInformation<T> type) {
        this.type = Objects.requireNonNull(type, "type is null");
    }

    @Override
    public void open(InitializationContext context) throws IOException {
        super.open(context);
        serializer = type.createSerializer();
        blocks = new DataOutputStream(stream);
        blocks.writeLong(HEADER);
        begin();
    }

    /** Each block has a class dictionary of its own. */
    private void begin() {
        block = RecordOutput.describing(BLOCK);
        records = 0;
    }

    @Override
    public void writeRecord(T value) throws IOException {
        serializer.serialize(value, block);
        records++;
        if (block.position() >= BLOCK) {
            end();
            begin();
        }
    }

    private void end() throws IOException {
        byte[] bytes = block.toBytes();
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        blocks.writeInt(bytes.length);
        blocks.writeInt(records);
        blocks.writeInt((int) sum.getValue());
        blocks.write(bytes);
    }

    @Override
    public void close() throws IOException {
        if (blocks != null && records > 0) {
            end();
            blocks.flush();
        }
        blocks = null;
        super.close();
    }
}
