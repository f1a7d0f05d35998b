package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * Serializers for the objects that no serializer of ours fits: classes without a constructor that takes nothing, and
 * classes that refer to themselves. Kryo follows their references, so that shared and cyclic ones come out as they went
 * in. One thread owns it.
 */
final class KryoGraphs {
    private final Kryo kryo;

    KryoGraphs() {
        // Unsafe gains little here and makes JDK 24 and later print a warning for each process.
        if (System.getProperty("kryo.unsafe") == null) {
            System.setProperty("kryo.unsafe", "false");
        }
        kryo = new GraphKryo();
    }

    TypeSerializer<Object> serializerOf(Class<?> type) {
        return new GraphSerializer(kryo, type);
    }

    /** Writes objects of one class as the roots of graphs. */
    private static final class GraphSerializer extends TypeSerializer<Object> {
        private final Kryo kryo;
        private final Class<?> type;

        GraphSerializer(Kryo kryo, Class<?> type) {
            super(false, false);
            this.kryo = kryo;
            this.type = type;
        }

        @Override
        public void serialize(Object value, RecordOutput out) {
            try {
                kryo.writeObject(out, value);
            } catch (KryoBufferOverflowException e) {
                throw e; // the caller set a limit and waits for this
            } catch (RuntimeException e) {
                throw failure("written", e);
            }
        }

        @Override
        public Object deserialize(RecordInput in) {
            kryo.setClassLoader(in.classLoader());
            try {
                return kryo.readObject(in, type);
            } catch (RuntimeException e) {
                throw failure("read", e);
            }
        }

        @Override
        public Object copy(Object value) {
            try {
                return kryo.copy(value);
            } catch (RuntimeException e) {
                throw failure("copied", e);
            }
        }

        private RuntimeException failure(String action, RuntimeException e) {
            Throwable reason = e instanceof KryoException && e.getCause() != null ? e.getCause() : e;
            return new WeirException(
                    ErrorCode.SERIALIZATION,
                    "A value of " + type.getName() + " cannot be " + action
                            + ": make it a record, or a class with a constructor without parameters whose fields are"
                            + " public or have getters and setters (" + reason.getMessage() + ")",
                    e);
        }
    }
}
