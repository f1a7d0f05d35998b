package io.weir.plan;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/**
 * Cuts an inner class off the object around it where its code never looks at it. The Java compiler gives every anonymous
 * class of an instance method such a reference, used or not, and a function that drags its program object along often
 * cannot be serialized. Stateless.
 */
final class EnclosingInstance {
    private static final String PREFIX = "this$";
    private static final String CODE = "Code";
    private static final int GETFIELD = 180;

    private EnclosingInstance() {}

    /** Returns whether a field is the compiler's reference to the object around. */
    static boolean isOne(Field field) {
        return field.isSynthetic() && field.getName().startsWith(PREFIX);
    }

    /**
     * Sets the reference to null if the class never reads it.
     *
     * @param holder the inner object
     * @param field its reference
     * @return whether it was cut
     */
    static boolean cut(Object holder, Field field) {
        try {
            if (isRead(field)) {
                return false;
            }
            field.setAccessible(true);
            field.set(holder, null);
            return true;
        } catch (IOException | IllegalAccessException | RuntimeException e) {
            return false; // a class whose code we cannot see keeps what it has
        }
    }

    private static boolean isRead(Field field) throws IOException {
        Class<?> owner = field.getDeclaringClass();
        String file = owner.getName().substring(owner.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream resource = owner.getResourceAsStream(file)) {
            if (resource == null) {
                return true;
            }
            byte[] bytes = resource.readAllBytes();
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            in.readLong(); // magic number and version
            ConstantPool pool = ConstantPool.read(in);
            // A class inside this one may read the field too; its code is elsewhere.
            return pool.namesClassInside(owner) || isRead(in, pool, field.getName());
        }
    }

    private static boolean isRead(DataInputStream in, ConstantPool pool, String field) throws IOException {
        in.skipNBytes(6); // access, this class, superclass
        in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
        for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
            in.skipNBytes(6);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                in.skipNBytes(2);
                in.skipNBytes(in.readInt());
            }
        }
        for (int methods = in.readUnsignedShort(); methods > 0; methods--) {
            in.skipNBytes(6);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                String name = pool.text(in.readUnsignedShort());
                byte[] content = in.readNBytes(in.readInt());
                if (CODE.equals(name) && reads(code(content), pool, field)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ByteBuffer code(byte[] attribute) {
        ByteBuffer buffer = ByteBuffer.wrap(attribute);
        int length = buffer.getInt(4); // after the sizes of stack and locals
        return buffer.slice(8, length);
    }

    private static boolean reads(ByteBuffer code, ConstantPool pool, String field) {
        for (int at = 0; at < code.limit(); at += Instructions.length(code, at)) {
            boolean getfield = (code.get(at) & 0xff) == GETFIELD;
            if (getfield && field.equals(pool.memberName(code.getShort(at + 1) & 0xffff))) {
                return true;
            }
        }
        return false;
    }
}
