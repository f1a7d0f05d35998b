package io.weir.runtime.network;

import io.weir.runtime.operators.Output;
import io.weir.serialization.ClassDictionary;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies of records that were under way in one channel when a checkpoint was taken, in their order. The task's thread fills
 * it; then one other thread writes it.
 */
public final class RecordedFrames {
    /** The classes that the channel had named before the first block. */
    private final List<String> classes = new ArrayList<>();

    private final List<Block> blocks = new ArrayList<>();

    /** Serializes records that were handed over as objects; made when first needed. */
    private RecordOutput out;

    /**
     * Serialized records.
     *
     * @param bytes the bytes
     * @param records how many records they hold
     * @param timestamped whether a timestamp stands before each record
     * @param lastTimestamp what the first timestamp is the distance from
     */
    record Block(byte[] bytes, int records, boolean timestamped, long lastTimestamp) {}

    /** Begins with the first classes of a dictionary. */
    static RecordedFrames after(ClassDictionary dictionary, int count) {
        RecordedFrames frames = new RecordedFrames();
        for (int i = 0; i < count; i++) {
            frames.classes.add(dictionary.classOf(i).getName());
        }
        return frames;
    }

    /** Returns whether there are no records. */
    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Adds a block that nobody changes. */
    void add(Block block) {
        blocks.add(block);
    }

    /** Copies a frame; frames without records are left out. */
    <T> void add(Frame frame, TypeSerializer<T> serializer) {
        if (frame instanceof BytesFrame data) {
            byte[] copy = Arrays.copyOf(data.bytes(), data.length());
            add(new Block(copy, data.records(), data.timestamped(), 0));
        } else if (frame instanceof ObjectFrame objects) {
            add(objects, 0, serializer);
        }
    }

    /** Serializes the rest of a frame. */
    <T> void add(ObjectFrame frame, int position, TypeSerializer<T> serializer) {
        if (position == frame.count) {
            return;
        }
        if (out == null) {
            out = new RecordOutput(1 << 10);
        }
        out.setPosition(0);
        boolean timestamped = frame.timestamps != null;
        long last = 0;
        for (int i = position; i < frame.count; i++) {
            if (timestamped) {
                out.writeVarLong(frame.timestamps[i] - last, false);
                last = frame.timestamps[i];
            }
            @SuppressWarnings("unchecked") // the exchange carries the type that the plan says
            T value = (T) frame.values[i];
            serializer.serialize(value, out);
        }
        blocks.add(new Block(out.toBytes(), frame.count - position, timestamped, 0));
    }

    /** Returns what reads the blocks, one after the other. */
    RecordInput input(ClassLoader classLoader) {
        RecordInput in = new RecordInput(classLoader);
        for (String name : classes) {
            try {
                in.dictionary().add(Class.forName(name, false, classLoader));
            } catch (ClassNotFoundException | LinkageError e) {
                throw new WeirException(
                        ErrorCode.STATE_INCOMPATIBLE,
                        "A record that was under way at the checkpoint has the class " + name
                                + ", which cannot be loaded: is it in the program's jar?",
                        e);
            }
        }
        return in;
    }

    /**
     * Takes records.
     *
     * @param <T> their type
     * @param <E> what it may fail with
     */
    @FunctionalInterface
    interface Taker<T, E extends Exception> {
        /** Takes the next one. */
        void take(T value, long timestamp) throws E;
    }

    /** Gives the records to a taker. */
    <T, E extends Exception> void forEach(TypeSerializer<T> serializer, ClassLoader classLoader, Taker<T, E> taker)
            throws E {
        RecordInput in = input(classLoader);
        for (Block block : blocks) {
            in.setBuffer(block.bytes(), 0, block.bytes().length);
            long timestamp = block.lastTimestamp();
            for (int i = 0; i < block.records(); i++) {
                if (block.timestamped()) {
                    timestamp += in.readVarLong(false);
                }
                taker.take(serializer.deserialize(in), block.timestamped() ? timestamp : Output.NO_TIMESTAMP);
            }
        }
    }

    /**
     * Writes the records; {@link #read} reads them.
     *
     * @param data where
     * @throws IOException if writing fails
     */
    public void write(DataOutputStream data) throws IOException {
        data.writeInt(classes.size());
        for (String name : classes) {
            data.writeUTF(name);
        }
        data.writeInt(blocks.size());
        for (Block block : blocks) {
            data.writeInt(block.records());
            data.writeBoolean(block.timestamped());
            data.writeLong(block.lastTimestamp());
            data.writeInt(block.bytes().length);
            data.write(block.bytes());
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param data where
     * @return the records
     * @throws IOException if reading fails
     */
    public static RecordedFrames read(DataInputStream data) throws IOException {
        RecordedFrames frames = new RecordedFrames();
        for (int count = data.readInt(); count > 0; count--) {
            frames.classes.add(data.readUTF());
        }
        for (int count = data.readInt(); count > 0; count--) {
            int records = data.readInt();
            boolean timestamped = data.readBoolean();
            long lastTimestamp = data.readLong();
            int length = data.readInt();
            byte[] bytes = data.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("Records end " + (length - bytes.length) + " bytes early");
            }
            frames.blocks.add(new Block(bytes, records, timestamped, lastTimestamp));
        }
        return frames;
    }
}
