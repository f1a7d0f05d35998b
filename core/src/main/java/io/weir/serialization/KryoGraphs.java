package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import io.weir.schema.SchemaMismatch;
import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.List;

/**
 * Serializers for the objects that no serializer of ours fits: classes without a constructor that takes nothing, and
 * classes that refer to themselves. Kryo follows their references, so that shared and cyclic ones come out as they went
 * in. One thread owns it.
 */
final class KryoGraphs {
    private final GraphKryo kryo;

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

    /** Reads what stands before a graph in a described stream; returns how long the graph is. */
    static int skipHeader(RecordInput in) {
        for (int left = in.readVarInt(true); left > 0; left--) {
            in.graphs().readDescription(in);
        }
        int length = in.readVarInt(true);
        in.checkRemaining(length);
        return length;
    }

    /** Writes objects of one class as the roots of graphs. */
    private static final class GraphSerializer extends TypeSerializer<Object> {
        private final GraphKryo kryo;
        private final Class<?> type;

        GraphSerializer(GraphKryo kryo, Class<?> type) {
            super(false, false);
            this.kryo = kryo;
            this.type = type;
        }

        @Override
        public void serialize(Object value, RecordOutput out) {
            try {
                if (out.isDescribing()) {
                    writeDescribed(value, out);
                } else {
                    kryo.writeObject(out, value);
                }
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
                return in.isDescribed() ? readDescribed(in) : kryo.readObject(in, type);
            } catch (SchemaMismatch e) {
                throw e; // is no damage
            } catch (RuntimeException e) {
                if (e.getCause() instanceof SchemaMismatch mismatch) {
                    throw mismatch;
                }
                throw failure("read", e);
            }
        }

        /** Names and describes the classes that are new before the graph, and says how long the graph is. */
        private void writeDescribed(Object value, RecordOutput out) {
            RecordOutput graph = out.graph();
            kryo.writeObject(graph, value);
            List<Class<?>> named = graph.dictionary().takePending();
            out.writeVarInt(named.size(), true);
            for (Class<?> each : named) {
                out.writeString(each.getName());
                ClassDictionary.writeSchema(kryo.describe(each), out);
            }
            out.writeVarInt(graph.position(), true);
            out.writeBytes(graph.getBuffer(), 0, graph.position());
        }

        private Object readDescribed(RecordInput in) {
            skipHeader(in);
            ClassDictionary outside = in.enterGraph();
            try {
                return kryo.readObject(in, type);
            } finally {
                in.leaveGraph(outside);
            }
        }

        @Override
        public TypeSchema describe() {
            return kryo.describe(type);
        }

        @Override
        public ValueReader<Object> readerOf(TypeSchema written, SchemaPath path) {
            if (!(written instanceof TypeSchema.Graph graph)) {
                throw path.changed(written, describe());
            }
            GraphClasses.check(graph, kryo.describe(type), path);
            return this::deserialize;
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
