package io.weir.plan;

import java.nio.ByteBuffer;

/** The lengths of the instructions of Java byte code. Stateless. */
final class Instructions {
    private static final int TABLESWITCH = 170;
    private static final int LOOKUPSWITCH = 171;
    private static final int WIDE = 196;
    private static final int IINC = 132;

    /** First and last opcode of each group of instructions that is not one byte long, and how long these are. */
    private static final int[][] LENGTHS = {
        {16, 16, 2},
        {17, 17, 3},
        {18, 18, 2},
        {19, 20, 3},
        {21, 25, 2},
        {54, 58, 2},
        {132, 132, 3},
        {153, 168, 3},
        {169, 169, 2},
        {178, 184, 3},
        {185, 186, 5},
        {187, 187, 3},
        {188, 188, 2},
        {189, 189, 3},
        {192, 193, 3},
        {197, 197, 4},
        {198, 199, 3},
        {200, 201, 5},
    };

    private Instructions() {}

    /** Returns how many bytes the instruction at a place takes. */
    static int length(ByteBuffer code, int at) {
        int opcode = code.get(at) & 0xff;
        if (opcode == TABLESWITCH || opcode == LOOKUPSWITCH) {
            return switchLength(code, at, opcode);
        }
        if (opcode == WIDE) {
            return (code.get(at + 1) & 0xff) == IINC ? 6 : 4;
        }
        for (int[] group : LENGTHS) {
            if (opcode >= group[0] && opcode <= group[1]) {
                return group[2];
            }
        }
        return 1;
    }

    /** Their numbers begin at a multiple of four: default, then low and high, or the number of pairs. */
    private static int switchLength(ByteBuffer code, int at, int opcode) {
        int numbers = (at + 4) & ~3;
        int end = opcode == TABLESWITCH
                ? numbers + 12 + 4 * (code.getInt(numbers + 8) - code.getInt(numbers + 4) + 1)
                : numbers + 8 + 8 * code.getInt(numbers + 4);
        return end - at;
    }
}
