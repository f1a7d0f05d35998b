package io.weir.runtime.network.netty;

import io.netty.buffer.ByteBuf;
import io.weir.execution.JobId;
import io.weir.runtime.jobgraph.VertexId;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.PartitionId;
import io.weir.runtime.security.WireProtocol;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What consumers and producers of an exchange tell each other over a connection that the consumer's process has opened.
 *
 * <pre>
 * consumer → producer   length, kind, channel, ...
 *     REQUEST           window, part of which partition
 *     CREDIT            how much was read since the last one
 *     CANCEL
 * producer → consumer   kind, flags, channel, sequence, records, length; then so many bytes
 *     DATA              serialized records
 *     WATERMARK         timestamp
 *     IDLE              whether nothing is expected for now
 *     BARRIER           the checkpoint: see writeTrigger
 *     SUPERSTEP         number, whether it ends, and what was aggregated before
 *     END
 *     ERROR             code and message: the part will not come
 * </pre>
 *
 * The consumer numbers its channels. A producer sends a channel's frames as long as less than the window is under way;
 * each frame counts with {@link #cost}, so that one frame of any size always gets through.
 */
final class ExchangeProtocol {
    static final byte REQUEST = 1;
    static final byte CREDIT = 2;
    static final byte CANCEL = 3;

    static final byte DATA = 1;
    static final byte WATERMARK = 2;
    static final byte BARRIER = 3;
    static final byte END = 4;
    static final byte ERROR = 5;
    static final byte IDLE = 6;
    static final byte SUPERSTEP = 7;

    /** The flag of data frames in which a timestamp stands before each record. */
    static final byte TIMESTAMPED = 1;

    /** The flag of data frames that come from a file, with their checksum behind them. */
    static final byte CHECKED = 2;

    /** How long what a consumer sends can be. */
    static final int LONGEST_REQUEST = 1024;

    /** How long what comes before the bytes of a producer's frame is. */
    static final int HEADER = 18;

    /** How long frames other than data can be. */
    static final int LONGEST_CONTROL = 16 << 10;

    private static final int LONGEST_NAME = 200;
    private static final int FRAME_COST = 64;
    private static final byte ID = 2;

    private ExchangeProtocol() {}

    static WireProtocol wireProtocol() {
        return new WireProtocol("data", ID, WireProtocol.fingerprint(List.of("exchange", "4")));
    }

    /** Returns with how many bytes a frame counts, those included that its bookkeeping takes at the consumer. */
    static int cost(int length) {
        return length + FRAME_COST;
    }

    static void writeRequest(ByteBuf out, int channel, int window, PartitionId partition, int subpartition) {
        int start = out.writerIndex();
        ExecutionId producer = partition.producer();
        out.writeInt(0).writeByte(REQUEST).writeInt(channel).writeInt(window);
        writeText(out, producer.job().value());
        writeText(out, producer.vertex().value());
        out.writeInt(producer.subtask()).writeInt(producer.attempt()).writeInt(partition.output());
        out.writeInt(subpartition);
        out.setInt(start, out.writerIndex() - start - Integer.BYTES);
    }

    static PartitionId readPartition(ByteBuf in) {
        JobId job = new JobId(readText(in));
        VertexId vertex = new VertexId(readText(in));
        ExecutionId producer = new ExecutionId(job, vertex, in.readInt(), in.readInt());
        return new PartitionId(producer, in.readInt());
    }

    static void writeCredit(ByteBuf out, int channel, int bytes) {
        out.writeInt(1 + 2 * Integer.BYTES).writeByte(CREDIT).writeInt(channel).writeInt(bytes);
    }

    static void writeCancel(ByteBuf out, int channel) {
        out.writeInt(1 + Integer.BYTES).writeByte(CANCEL).writeInt(channel);
    }

    static void writeTrigger(ByteBuf out, CheckpointTrigger trigger) {
        out.writeLong(trigger.id()).writeLong(trigger.timestamp());
        out.writeByte(trigger.kind().ordinal()).writeBoolean(trigger.exactlyOnce());
        out.writeLong(trigger.unalignedAfterMillis());
        out.writeCharSequence(trigger.directory(), StandardCharsets.UTF_8); // up to the end of the frame
    }

    static CheckpointTrigger readTrigger(ByteBuf in) {
        long id = in.readLong();
        long timestamp = in.readLong();
        CheckpointKind kind = CheckpointKind.values()[in.readByte()];
        boolean exactlyOnce = in.readBoolean();
        long unalignedAfterMillis = in.readLong();
        String directory =
                in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8).toString();
        return new CheckpointTrigger(id, timestamp, kind, directory, exactlyOnce, unalignedAfterMillis);
    }

    static void writeError(ByteBuf out, WeirException cause) {
        byte[] text = String.valueOf(cause.getMessage()).getBytes(StandardCharsets.UTF_8);
        out.writeByte(cause.code().ordinal());
        out.writeBytes(text, 0, Math.min(text.length, LONGEST_CONTROL - 1));
    }

    static WeirException readError(ByteBuf in, String origin) {
        ErrorCode[] codes = ErrorCode.values();
        int code = in.readUnsignedByte();
        String text =
                in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8).toString();
        return new WeirException(
                code < codes.length ? codes[code] : ErrorCode.EXCHANGE, origin + " refuses to send: " + text);
    }

    private static void writeText(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_NAME) {
            throw new IllegalArgumentException("A name has more than " + LONGEST_NAME + " bytes: " + text);
        }
        out.writeByte(bytes.length).writeBytes(bytes);
    }

    private static String readText(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedByte(), StandardCharsets.UTF_8)
                .toString();
    }
}
