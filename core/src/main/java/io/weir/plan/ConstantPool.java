package io.weir.plan;

import java.io.DataInputStream;
import java.io.IOException;

/** The names in the constant pool of a class file. The thread that reads the file owns it. */
final class ConstantPool {
    private static final int TEXT = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;

    private final String[] texts;
    private final int[] classNames;
    private final int[] memberNames;
    private final int[] names;

    private ConstantPool(int size) {
        texts = new String[size];
        classNames = new int[size];
        memberNames = new int[size];
        names = new int[size];
    }

    static ConstantPool read(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        ConstantPool pool = new ConstantPool(size);
        int at = 1;
        while (at < size) {
            int tag = in.readUnsignedByte();
            pool.readEntry(in, at, tag);
            at += tag == LONG || tag == DOUBLE ? 2 : 1; // these two take two places
        }
        return pool;
    }

    private void readEntry(DataInputStream in, int at, int tag) throws IOException {
        switch (tag) {
            case TEXT -> texts[at] = in.readUTF();
            case LONG, DOUBLE -> in.skipNBytes(8);
            case CLASS -> classNames[at] = in.readUnsignedShort();
            case FIELD -> {
                in.skipNBytes(2);
                memberNames[at] = in.readUnsignedShort();
            }
            case NAME_AND_TYPE -> {
                names[at] = in.readUnsignedShort();
                in.skipNBytes(2);
            }
            case METHOD_HANDLE -> in.skipNBytes(3);
            // Strings, method types, modules and packages are one number, all else is four bytes.
            case 8, 16, 19, 20 -> in.skipNBytes(2);
            default -> in.skipNBytes(4);
        }
    }

    String text(int index) {
        return texts[index];
    }

    /** Returns the name of the field that an entry refers to. */
    String memberName(int index) {
        return texts[names[memberNames[index]]];
    }

    /** Returns whether a class that is declared inside another one is named. */
    boolean namesClassInside(Class<?> outer) {
        String prefix = outer.getName().replace('.', '/') + "$";
        for (int name : classNames) {
            if (name != 0 && texts[name].startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
