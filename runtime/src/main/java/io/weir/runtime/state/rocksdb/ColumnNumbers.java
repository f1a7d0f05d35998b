package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.StateColumn;
import io.weir.runtime.state.StateKind;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The numbers that stand for states in the rows of a database. A number is never used again for another state. The task's
 * thread owns it.
 */
final class ColumnNumbers {
    /** The name of the file that checkpoints keep them in. */
    static final String FILE = "columns";

    private static final int VERSION = 1;

    /** Stands for no state; rows have it while they are written anew. */
    static final int TEMPORARY = 0xFFFF;

    private static final int MOST = TEMPORARY;

    private final List<StateColumn> columns = new ArrayList<>();

    /** Those whose rows name classes without saying how these are written. */
    private final BitSet named = new BitSet();

    /** Returns the number of a column, which is new if the column is. */
    int numberOf(StateColumn column) {
        int known = find(column);
        return known >= 0 ? known : add(column);
    }

    /** Returns the number of a column, or -1 if there are no rows of it. */
    int find(StateColumn column) {
        for (int number = columns.size() - 1; number >= 0; number--) {
            StateColumn each = columns.get(number);
            if (each != null
                    && each.store().equals(column.store())
                    && each.name().equals(column.name())) {
                return number;
            }
        }
        return -1;
    }

    /** Returns a new number for a column, which replaces the one that it may have had. */
    int add(StateColumn column) {
        if (columns.size() == MOST) {
            throw new IllegalStateException("There is no room for the state " + column);
        }
        int before = find(column);
        if (before >= 0) {
            columns.set(before, null);
        }
        columns.add(column);
        return columns.size() - 1;
    }

    StateColumn columnOf(int number) {
        return columns.get(number);
    }

    /** Learns that rows of a state name classes. */
    void named(int number) {
        named.set(number);
    }

    /**
     * Returns whether rows of a state name classes: a program whose classes have changed since could not tell how they were
     * written, so that checkpoints keep such states in the form that says so.
     */
    boolean isNamed(int number) {
        return named.get(number);
    }

    /** Returns the numbers that stand for no state. */
    List<Integer> unused() {
        return numbers(false);
    }

    /** Returns the numbers that stand for states. */
    List<Integer> used() {
        return numbers(true);
    }

    private List<Integer> numbers(boolean used) {
        return IntStream.range(0, columns.size())
                .filter(number -> columns.get(number) != null == used)
                .boxed()
                .toList();
    }

    /** Returns the number in a row. */
    static int numberIn(byte[] row) {
        return (row[RocksCells.COLUMN] & 0xFF) << 8 | row[RocksCells.COLUMN + 1] & 0xFF;
    }

    /** Puts a number into a row. */
    static void write(int number, byte[] row) {
        row[RocksCells.COLUMN] = (byte) (number >>> 8);
        row[RocksCells.COLUMN + 1] = (byte) number;
    }

    /** Returns them as bytes; those whose rows are not to be used have no state then. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeInt(columns.size());
            for (int number = 0; number < columns.size(); number++) {
                StateColumn column = named.get(number) ? null : columns.get(number);
                out.writeBoolean(column != null);
                if (column != null) {
                    out.writeUTF(column.store());
                    out.writeUTF(column.name());
                    out.writeUTF(column.kind().name());
                    out.writeUTF(column.types());
                    out.writeBoolean(column.expiring());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} returned. */
    static ColumnNumbers read(InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("The list of states has format " + version + ", not " + VERSION);
        }
        ColumnNumbers numbers = new ColumnNumbers();
        for (int left = in.readInt(); left > 0; left--) {
            numbers.columns.add(in.readBoolean() ? readColumn(in) : null);
        }
        return numbers;
    }

    private static StateColumn readColumn(DataInputStream in) throws IOException {
        return new StateColumn(
                in.readUTF(), in.readUTF(), StateKind.valueOf(in.readUTF()), in.readUTF(), in.readBoolean());
    }
}
