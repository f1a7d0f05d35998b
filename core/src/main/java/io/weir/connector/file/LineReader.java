package io.weir.connector.file;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the lines that begin in a range of a file. A line ends with {@code \n} or {@code \r\n}, or at the end of the
 * file; what follows the last line's end is a line only if it is not empty. A range that begins behind the file's
 * beginning leaves the line it begins in to the range before, unless its first byte is the first of a line.
 *
 * <p>Bytes are read in chunks, the end of a line is searched eight bytes at a time, and a line is decoded in one call,
 * which for ASCII is a copy. One thread owns it.
 */
final class LineReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int LARGEST_BUFFER = Integer.MAX_VALUE - 16;
    private static final int LEAST_READ = 4 << 10;

    private final InputStream in;
    private final Charset charset;
    private final int chunkSize;
    private long end;

    private byte[] buffer;

    /** The position in the file of the first byte in the buffer. */
    private long bufferPosition;

    /** Where the next line begins in the buffer. */
    private int begin;

    /** Where the line that was returned last begins in the buffer. */
    private int lineBegin;

    /** Up to where the buffer has been searched; not before {@link #begin}. */
    private int searched;

    /** Where the bytes in the buffer end. */
    private int limit;

    private boolean endOfFile;

    /**
     * Creates a reader.
     *
     * @param in the bytes of the file, at {@link #firstByte(long)} of the beginning
     * @param beginning where the range begins
     * @param end where the range ends
     * @param charset how characters are written; {@code \n} must be the byte 10 and part of no other character
     * @param chunkSize how many bytes are read at a time
     * @throws IOException if the file cannot be read
     */
    LineReader(InputStream in, long beginning, long end, Charset charset, int chunkSize) throws IOException {
        this.in = in;
        this.charset = charset;
        this.chunkSize = chunkSize;
        this.end = end;
        this.bufferPosition = firstByte(beginning);
        this.buffer = new byte[(int) Math.min(chunkSize, Math.max(LEAST_READ, end - bufferPosition))];
        if (beginning > 0) {
            skipToFirstLine();
        } else if (charset.equals(StandardCharsets.UTF_8)) {
            skipByteOrderMark();
        }
    }

    /** Some editors put a mark in front of UTF-8; it belongs to no line. */
    private void skipByteOrderMark() throws IOException {
        boolean more = true;
        while (more && limit < BYTE_ORDER_MARK.length) {
            more = fill();
        }
        int length = BYTE_ORDER_MARK.length;
        if (limit >= length && Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length)) {
            begin = length;
            searched = length;
            // The first line belongs to the range with the first byte, even if that holds only a part of the mark.
            end = Math.max(end, length + 1);
        }
    }

    /** Returns the first byte that is needed to find the lines of a range: the one before tells if a line begins. */
    static long firstByte(long beginning) {
        return Math.max(0, beginning - 1);
    }

    /** Returns where in the file the next line begins. */
    long position() {
        return bufferPosition + begin;
    }

    /** Returns where in the file the line begins that was returned last. */
    long lineBegin() {
        return bufferPosition + lineBegin;
    }

    private void skipToFirstLine() throws IOException {
        // A line that begins at the end of the range or behind it is not ours: no need to look further.
        while (bufferPosition + searched < end - 1) {
            int newline = indexOfNewline(buffer, searched, limit);
            if (newline >= 0) {
                begin = newline + 1;
                searched = begin;
                return;
            }
            begin = limit;
            searched = limit;
            if (!fill()) {
                return;
            }
        }
        begin = (int) Math.min(limit, end - bufferPosition);
        searched = begin;
        endOfFile = true;
        limit = begin;
    }

    /**
     * Returns the next line.
     *
     * @return the line without its end, or null after the last line that begins in the range
     * @throws IOException if the file cannot be read
     */
    String next() throws IOException {
        if (position() >= end) {
            return null;
        }
        int newline = indexOfNewline(buffer, searched, limit);
        while (newline < 0) {
            searched = limit;
            if (!fill()) {
                return lastLine();
            }
            newline = indexOfNewline(buffer, searched, limit);
        }
        int lineEnd = newline > begin && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        String line = new String(buffer, begin, lineEnd - begin, charset);
        lineBegin = begin;
        begin = newline + 1;
        searched = begin;
        return line;
    }

    private String lastLine() {
        if (begin == limit) {
            return null;
        }
        String line = new String(buffer, begin, limit - begin, charset);
        lineBegin = begin;
        begin = limit;
        searched = limit;
        return line;
    }

    /** Reads more bytes behind those that are still needed; returns false at the end of the file. */
    private boolean fill() throws IOException {
        if (endOfFile) {
            return false;
        }
        makeRoom();
        // Not much more than the range is read: the line that crosses its end is most often short.
        long wanted = Math.max(LEAST_READ, Math.min(chunkSize, end - bufferPosition - limit));
        int read = in.read(buffer, limit, (int) Math.min(wanted, buffer.length - limit));
        if (read < 0) {
            endOfFile = true;
            return false;
        }
        limit += read;
        return true;
    }

    private void makeRoom() throws IOException {
        if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, limit - begin);
            bufferPosition += begin;
            searched -= begin;
            limit -= begin;
            begin = 0;
        }
        if (limit == buffer.length) {
            if (buffer.length == LARGEST_BUFFER) {
                throw new IOException("The line that begins at byte " + position() + " has more than " + LARGEST_BUFFER
                        + " bytes; such a line cannot be a text of the JVM.");
            }
            long larger = Math.max(LEAST_READ, 2L * buffer.length);
            buffer = Arrays.copyOf(buffer, (int) Math.min(LARGEST_BUFFER, larger));
        }
    }

    /** Returns the position of the first line feed, or -1. */
    static int indexOfNewline(byte[] bytes, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            // A byte of the difference is zero where there is a line feed; subtracting one then borrows from its high
            // bit. The lowest such bit is exact, which is all that a little-endian search needs.
            long difference = (long) LONGS.get(bytes, i) ^ NEWLINES;
            long found = (difference - LOW_BITS) & ~difference & HIGH_BITS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
