package io.weir.runtime.batch;

import io.weir.runtime.memory.MemoryBudget;
import java.nio.file.Path;

/**
 * Rows of bytes, each with a number beside it: in managed memory as far as it goes, and in a file beyond that. A row is
 * written again where it is if it takes as much room as before, and elsewhere if not; what is left then is used again when
 * there is much of it.
 *
 * <p>One thread changes it, while no other reads; then any number of threads read, each into a {@link Row} of its own. Who
 * tells them of each other makes the changes visible. Life: until it is closed, which removes the file.
 */
final class SolutionRows implements AutoCloseable {
    /** Set in the addresses of rows in the file. */
    static final long IN_FILE = 1L << 38;

    /** All bits that an address may have. */
    static final long ADDRESS = 2 * IN_FILE - 1;

    private static final int HEAD = Long.BYTES;

    /** Addresses are multiples of this. */
    private static final int UNIT_BITS = 3;

    /** With less than this of unused room it is not worth the while to move rows. */
    private static final long LEAST_UNUSED = 1 << 20;

    /** Marks, in the head of a row, that the row is elsewhere by now. */
    private static final int MOVED = Integer.MIN_VALUE;

    private final Pages pages;
    private final MemoryBudget budget;
    private final Path directory;
    private final Row moving = new Row();
    private long end;
    private long unused;
    private boolean full;
    private RowFile file;
    private long unusedInFile;
    private long spilledBytes;

    /** A row that was read; one thread owns it. */
    static final class Row {
        byte[] bytes = new byte[256];
        int length;
        int number;
        private boolean moved;

        /** Makes room for a row with a head. */
        private void head(long head) {
            number = (int) (head >>> Integer.SIZE);
            length = (int) head & ~MOVED;
            moved = ((int) head & MOVED) != 0;
            if (bytes.length < length) {
                bytes = new byte[Math.max(length, 2 * bytes.length)];
            }
        }
    }

    /** Learns that a row has another address. */
    @FunctionalInterface
    interface Mover {
        /** Takes the number beside the row, and where it was and is. */
        void moved(int number, long from, long to);
    }

    /**
     * Creates it without rows.
     *
     * @param budget its memory; closed with it
     * @param directory where the file is, if there has to be one; need not be there
     */
    SolutionRows(MemoryBudget budget, Path directory) {
        this.budget = budget;
        this.pages = new Pages(budget);
        this.directory = directory;
    }

    /** Returns how many bytes of rows were ever written to the file. */
    long spilledBytes() {
        return spilledBytes;
    }

    private static long head(int number, int length) {
        return (long) number << Integer.SIZE | length;
    }

    /** Returns the room that a row takes with its head. */
    private static long room(int length) {
        return HEAD + length + (1 << UNIT_BITS) - 1 & -(1 << UNIT_BITS);
    }

    /**
     * Adds a row.
     *
     * @param number stands beside it
     * @param bytes begin with the row
     * @param length how many of them it has
     * @param mover learns of other rows that are moved to make room
     * @return its address
     */
    long add(int number, byte[] bytes, int length, Mover mover) {
        long room = room(length);
        if (!full && !pages.reach(end + room) && !moveTogether(room, mover)) {
            full = true;
        }
        if (full) {
            return addToFile(number, bytes, length, mover);
        }
        long address = end;
        pages.putLong(address, head(number, length));
        pages.put(address + HEAD, bytes, length);
        end += room;
        return address >> UNIT_BITS;
    }

    private long addToFile(int number, byte[] bytes, int length, Mover mover) {
        if (file == null) {
            file = new RowFile(directory);
        } else if (unusedInFile > Math.max(LEAST_UNUSED, file.end() / 2)) {
            writeTogether(mover);
        }
        spilledBytes += room(length);
        return IN_FILE | file.add(head(number, length), bytes, length, room(length)) >> UNIT_BITS;
    }

    /**
     * Writes a row again.
     *
     * @param address its address
     * @param number stands beside it
     * @param bytes begin with the new row
     * @param length how many of them it has
     * @param mover learns of other rows that are moved to make room
     * @return its new address, which may be the same
     */
    long replace(long address, int number, byte[] bytes, int length, Mover mover) {
        long position = (address & ~IN_FILE) << UNIT_BITS;
        boolean inFile = (address & IN_FILE) != 0;
        long head = inFile ? file.head(position) : pages.getLong(position);
        long before = room((int) head & ~MOVED);
        if (before == room(length)) {
            if (inFile) {
                file.write(position, head(number, length), bytes, length);
            } else {
                pages.putLong(position, head(number, length));
                pages.put(position + HEAD, bytes, length);
            }
            return address;
        }
        if (inFile) {
            file.putHead(position, head | Integer.toUnsignedLong(MOVED));
            unusedInFile += before;
        } else {
            pages.putLong(position, head | Integer.toUnsignedLong(MOVED));
            unused += before;
        }
        return add(number, bytes, length, mover);
    }

    /** Returns the number beside a row. */
    int numberOf(long address, Row scratch) {
        if ((address & IN_FILE) == 0) {
            return (int) (pages.getLong(address << UNIT_BITS) >>> Integer.SIZE);
        }
        read(address, scratch);
        return scratch.number;
    }

    /** Reads a row. */
    void read(long address, Row into) {
        long position = (address & ~IN_FILE) << UNIT_BITS;
        if ((address & IN_FILE) != 0) {
            into.head(file.head(position));
            file.read(position + HEAD, into.bytes, into.length);
        } else {
            into.head(pages.getLong(position));
            pages.get(position + HEAD, into.bytes, into.length);
        }
    }

    /** Returns the address of the first row at or behind one, or -1; that row is then read. */
    long rowFrom(long address, Row into) {
        long next = address;
        while ((next & IN_FILE) == 0 ? next << UNIT_BITS < end : isInFile(next)) {
            read(next, into);
            if (!into.moved) {
                return next;
            }
            next = behind(next, into);
        }
        return (next & IN_FILE) == 0 && file != null ? rowFrom(IN_FILE, into) : -1;
    }

    private boolean isInFile(long address) {
        return file != null && (address & ~IN_FILE) << UNIT_BITS < file.end();
    }

    /** Returns the address behind a row that was read. */
    static long behind(long address, Row row) {
        return address + (room(row.length) >> UNIT_BITS);
    }

    /** Moves rows in memory to the beginning; returns whether there is room for another one then. */
    private boolean moveTogether(long room, Mover mover) {
        if (unused < Math.max(LEAST_UNUSED, end / 8)) {
            return false;
        }
        long target = 0;
        for (long from = 0; from < end; ) {
            read(from >> UNIT_BITS, moving);
            long length = room(moving.length);
            if (!moving.moved) {
                pages.putLong(target, head(moving.number, moving.length));
                pages.put(target + HEAD, moving.bytes, moving.length);
                mover.moved(moving.number, from >> UNIT_BITS, target >> UNIT_BITS);
                target += length;
            }
            from += length;
        }
        end = target;
        unused = 0;
        return pages.reach(end + room);
    }

    /** Writes another file with the rows that are still used. */
    private void writeTogether(Mover mover) {
        RowFile another = new RowFile(directory);
        for (long from = 0; from < file.end(); ) {
            read(IN_FILE | from >> UNIT_BITS, moving);
            long length = room(moving.length);
            if (!moving.moved) {
                long to = another.add(head(moving.number, moving.length), moving.bytes, moving.length, length);
                mover.moved(moving.number, IN_FILE | from >> UNIT_BITS, IN_FILE | to >> UNIT_BITS);
                spilledBytes += length;
            }
            from += length;
        }
        file.close();
        file = another;
        unusedInFile = 0;
    }

    @Override
    public void close() {
        budget.close();
        if (file != null) {
            file.close();
        }
    }
}
