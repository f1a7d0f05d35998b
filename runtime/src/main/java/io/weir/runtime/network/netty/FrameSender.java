package io.weir.runtime.network.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.weir.runtime.network.Barrier;
import io.weir.runtime.network.BytesFrame;
import io.weir.runtime.network.EndOfInput;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.IdleStatus;
import io.weir.runtime.network.SpilledFrame;
import io.weir.runtime.network.Superstep;
import io.weir.runtime.network.Watermark;
import io.weir.util.WeirException;

/**
 * Writes frames to a connection, one after the other. A long one goes out in pieces, so that the memory that waits for
 * the socket stays bounded whatever the size of a record. Owned by the channel's event loop.
 *
 * <p>A frame's bytes are copied once, into the memory that the socket reads; the array is free again at once.
 */
final class FrameSender {
    /** The longest piece. */
    private static final int PIECE = 64 << 10;

    private static final byte NO_FLAG = 0;

    private final ChannelHandlerContext context;

    /** The frame that is being sent, or null; and how much of it has been. */
    private BytesFrame current;

    private int position;

    FrameSender(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Returns whether a frame was begun that must be finished before the next. */
    boolean isBusy() {
        return current != null;
    }

    /** Takes over a frame and writes its first piece; returns whether it is the channel's last frame. */
    boolean begin(ServedChannel channel, Frame frame) {
        if (frame instanceof BytesFrame data) {
            current = data;
            position = 0;
            ByteBuf out =
                    header(channel, ExchangeProtocol.DATA, flag(data.timestamped()), data.records(), data.length());
            piece(out);
            return false;
        }
        if (frame instanceof SpilledFrame data) {
            byte flags = (byte) (flag(data.timestamped()) | ExchangeProtocol.CHECKED);
            context.write(head(channel, ExchangeProtocol.DATA, flags, data.records(), data.length(), 0));
            context.write(new SpilledRegion(data)); // the system sends it from the file
            return false;
        }
        if (frame instanceof Watermark mark) {
            context.write(header(channel, ExchangeProtocol.WATERMARK, NO_FLAG, 0, Long.BYTES)
                    .writeLong(mark.timestamp()));
        } else if (frame instanceof IdleStatus status) {
            context.write(header(channel, ExchangeProtocol.IDLE, NO_FLAG, 0, 1).writeBoolean(status.idle()));
        } else if (frame instanceof Barrier barrier) {
            writeBarrier(channel, barrier);
        } else if (frame instanceof Superstep border) {
            int length = Integer.BYTES + 1 + border.aggregates().length;
            context.write(header(channel, ExchangeProtocol.SUPERSTEP, NO_FLAG, 0, length)
                    .writeInt(border.number())
                    .writeBoolean(border.end())
                    .writeBytes(border.aggregates()));
        } else if (frame instanceof EndOfInput) {
            context.write(header(channel, ExchangeProtocol.END, NO_FLAG, 0, 0));
            return true;
        } else {
            frame.release();
            throw new IllegalStateException("Not for another process: " + frame);
        }
        return false;
    }

    private void writeBarrier(ServedChannel channel, Barrier barrier) {
        ByteBuf fields = context.alloc().buffer();
        try {
            ExchangeProtocol.writeTrigger(fields, barrier.trigger());
            context.write(header(channel, ExchangeProtocol.BARRIER, NO_FLAG, 0, fields.readableBytes())
                    .writeBytes(fields));
        } finally {
            fields.release();
        }
    }

    /** Writes the next piece of the frame that was begun. */
    void proceed() {
        piece(context.alloc().directBuffer(Math.min(PIECE, current.length() - position)));
    }

    private void piece(ByteBuf out) {
        int length = Math.min(PIECE, current.length() - position);
        out.writeBytes(current.bytes(), position, length);
        position += length;
        if (position == current.length()) {
            close();
        }
        context.write(out, context.voidPromise());
    }

    /** Writes that a part will not come. */
    void refuse(ServedChannel channel, WeirException cause) {
        ByteBuf text = context.alloc().buffer();
        try {
            ExchangeProtocol.writeError(text, cause);
            context.write(header(channel, ExchangeProtocol.ERROR, NO_FLAG, 0, text.readableBytes())
                    .writeBytes(text));
        } finally {
            text.release();
        }
    }

    private static byte flag(boolean timestamped) {
        return timestamped ? ExchangeProtocol.TIMESTAMPED : NO_FLAG;
    }

    private ByteBuf header(ServedChannel channel, byte kind, byte flags, int records, int length) {
        return head(channel, kind, flags, records, length, Math.min(PIECE, length));
    }

    /** Writes a header into memory with room for a part of what follows it. */
    private ByteBuf head(ServedChannel channel, byte kind, byte flags, int records, int length, int room) {
        return context.alloc()
                .directBuffer(ExchangeProtocol.HEADER + room)
                .writeByte(kind)
                .writeByte(flags)
                .writeInt(channel.id())
                .writeInt(channel.nextSequence())
                .writeInt(records)
                .writeInt(length);
    }

    /** Releases the frame that was begun. */
    void close() {
        if (current != null) {
            current.release();
            current = null;
        }
    }
}
