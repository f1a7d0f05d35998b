package io.weir.runtime.classloading;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/**
 * Turns the objects of a program (functions, sources, committers, types) into bytes that travel with the job graph, and
 * back where the program's class loader is at hand. Never used for records, nor for bytes of a peer that has not proved
 * who it is. Stateless.
 */
public final class ObjectCodec {
    private ObjectCodec() {}

    /**
     * Writes an object.
     *
     * @param value the object
     * @return its bytes
     * @throws WeirException if the object, or one it refers to, is not serializable
     */
    public static byte[] serialize(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A " + value.getClass().getName() + " of the program cannot be sent to the cluster, because not all"
                            + " of it is serializable: " + e.getMessage() + ".",
                    e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an object.
     *
     * @param bytes what {@link #serialize} returned
     * @param classLoader where its classes are looked up
     * @param type what it is
     * @param <T> what it is
     * @return the object
     * @throws WeirException if a class of it is missing or has changed
     */
    public static <T> T deserialize(byte[] bytes, ClassLoader classLoader, Class<T> type) {
        try (ObjectInputStream in = new LoaderObjectInputStream(new ByteArrayInputStream(bytes), classLoader)) {
            return type.cast(in.readObject());
        } catch (ClassNotFoundException e) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The class " + e.getMessage() + " is missing: it is neither in the program's jars nor part of the"
                            + " engine.",
                    e);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A " + type.getSimpleName() + " of the program cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    /** Looks classes up in one class loader. */
    private static final class LoaderObjectInputStream extends ObjectInputStream {
        private final ClassLoader classLoader;

        LoaderObjectInputStream(InputStream in, ClassLoader classLoader) throws IOException {
            super(in);
            this.classLoader = classLoader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, classLoader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // knows the primitive types
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
            Class<?>[] types = new Class<?>[interfaces.length];
            for (int i = 0; i < interfaces.length; i++) {
                types[i] = Class.forName(interfaces[i], false, classLoader);
            }
            return Proxy.newProxyInstance(classLoader, types, (proxy, method, arguments) -> null)
                    .getClass();
        }
    }
}
