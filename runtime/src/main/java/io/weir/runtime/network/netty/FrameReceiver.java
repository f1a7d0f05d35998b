package io.weir.runtime.network.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import io.weir.runtime.network.Barrier;
import io.weir.runtime.network.BufferPool;
import io.weir.runtime.network.BytesFrame;
import io.weir.runtime.network.Checksum;
import io.weir.runtime.network.EndOfInput;
import io.weir.runtime.network.IdleStatus;
import io.weir.runtime.network.Superstep;
import io.weir.runtime.network.Watermark;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Map;

/**
 * Puts frames together from what the socket gives, whatever the pieces. The bytes of a frame are copied once, from the
 * memory that the socket has filled into the array that the task reads. Owned by the channel's event loop.
 */
final class FrameReceiver {
    private final Map<Integer, FetchedChannel> channels;
    private final BufferPool buffers;
    private final int longestFrame;
    private final ByteBuf header = Unpooled.buffer(ExchangeProtocol.HEADER, ExchangeProtocol.HEADER);

    private byte kind;
    private byte flags;
    private FetchedChannel target;
    private int records;

    /** What follows the header, how much of it is there, and where it goes: nowhere if the channel has ended. */
    private int length;

    private int position;
    private byte[] payload;
    private boolean inPayload;

    /**
     * Creates a receiver at the beginning of a frame.
     *
     * @param channels the channels that have not ended, by their number; the receiver removes those that end
     * @param buffers where the arrays of data frames come from
     * @param longestFrame how long a data frame may be
     */
    FrameReceiver(Map<Integer, FetchedChannel> channels, BufferPool buffers, int longestFrame) {
        this.channels = channels;
        this.buffers = buffers;
        this.longestFrame = longestFrame;
    }

    /** Takes in bytes; borrows the buffer. */
    void receive(ByteBuf in) {
        while (in.isReadable()) {
            if (!inPayload) {
                in.readBytes(header, Math.min(in.readableBytes(), header.writableBytes()));
                if (header.isWritable()) {
                    return;
                }
                begin();
            }
            int more = Math.min(in.readableBytes(), length - position);
            if (payload == null) {
                in.skipBytes(more);
            } else {
                in.readBytes(payload, position, more);
            }
            position += more;
            if (position == length) {
                complete();
            }
        }
    }

    private void begin() {
        kind = header.readByte();
        flags = header.readByte();
        target = channels.get(header.readInt());
        int sequence = header.readInt();
        records = header.readInt();
        length = header.readInt();
        header.clear();
        position = 0;
        inPayload = true;
        if (!isPlausible()) {
            throw new CorruptedFrameException("a frame of kind " + kind + " with " + length + " bytes");
        }
        if (target == null) {
            // Sent before the producer knew that the channel was canceled.
            payload = null;
            return;
        }
        if (kind != ExchangeProtocol.ERROR && !target.isNext(sequence)) {
            throw new CorruptedFrameException("frame " + sequence + " of a channel is out of order");
        }
        payload = kind == ExchangeProtocol.DATA ? buffers.take(length) : new byte[length];
    }

    private boolean isPlausible() {
        return switch (kind) {
            case ExchangeProtocol.DATA -> length > checksum() && length <= longestFrame + checksum() && records > 0;
            case ExchangeProtocol.WATERMARK -> length == Long.BYTES;
            case ExchangeProtocol.IDLE -> length == 1;
            case ExchangeProtocol.BARRIER -> length > 0 && length <= ExchangeProtocol.LONGEST_CONTROL;
            case ExchangeProtocol.SUPERSTEP -> length > Integer.BYTES && length <= longestFrame;
            case ExchangeProtocol.END -> length == 0;
            case ExchangeProtocol.ERROR -> length > 0 && length <= ExchangeProtocol.LONGEST_CONTROL;
            default -> false;
        };
    }

    private void complete() {
        inPayload = false;
        FetchedChannel to = target;
        byte[] bytes = payload;
        target = null;
        payload = null;
        if (to == null) {
            return;
        }
        if (kind == ExchangeProtocol.DATA) {
            complete(to, bytes);
            return;
        }
        ByteBuf fields = Unpooled.wrappedBuffer(bytes);
        switch (kind) {
            case ExchangeProtocol.WATERMARK -> to.offer(new Watermark(fields.readLong()));
            case ExchangeProtocol.IDLE -> to.offer(new IdleStatus(fields.readBoolean()));
            case ExchangeProtocol.BARRIER -> to.offer(new Barrier(ExchangeProtocol.readTrigger(fields)));
            case ExchangeProtocol.SUPERSTEP -> to.offer(superstep(fields));
            case ExchangeProtocol.END -> {
                channels.remove(to.id());
                to.offer(EndOfInput.INSTANCE);
            }
            default -> {
                channels.remove(to.id());
                WeirException refusal = ExchangeProtocol.readError(fields, to.producer());
                if (refusal.code() == ErrorCode.EXCHANGE) {
                    to.lose(refusal.getMessage());
                } else {
                    to.fail(refusal);
                }
            }
        }
    }

    private void complete(FetchedChannel to, byte[] bytes) {
        int count = length - checksum();
        if (count < length && !Checksum.fits(bytes, count)) {
            buffers.give(bytes);
            channels.remove(to.id());
            to.lose(to.producer()
                    + " sends a file of an exchange that is not as it was written: the disk there may be failing.");
            return;
        }
        boolean timestamped = (flags & ExchangeProtocol.TIMESTAMPED) != 0;
        to.offer(new BytesFrame(bytes, count, records, timestamped, buffers));
    }

    private int checksum() {
        return (flags & ExchangeProtocol.CHECKED) != 0 ? Checksum.LENGTH : 0;
    }

    private static Superstep superstep(ByteBuf fields) {
        int number = fields.readInt();
        boolean end = fields.readBoolean();
        byte[] aggregates = new byte[fields.readableBytes()];
        fields.readBytes(aggregates);
        return new Superstep(number, end, aggregates);
    }

    /** Drops what has come of a frame of a channel that was canceled, and what still comes of it. */
    void drop(FetchedChannel channel) {
        if (target == channel) {
            target = null;
            release();
        }
    }

    void close() {
        target = null;
        release();
    }

    private void release() {
        if (payload != null && kind == ExchangeProtocol.DATA) {
            buffers.give(payload);
        }
        payload = null;
    }
}
