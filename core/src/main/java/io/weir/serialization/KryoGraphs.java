package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * One Kryo for the objects that no serializer of ours fits: classes without a constructor that takes nothing, and
 * classes that refer to themselves. Kryo follows their references, so that shared and cyclic ones come out as they went
 * in, and names classes through the dictionary of the stream. One thread owns it.
 */
final class KryoGraphs {
    private final Kryo kryo;

    KryoGraphs() {
        // Unsafe gains little here and makes JDK 24 and later print a warning for each process.
        if (System.getProperty("kryo.unsafe") == null) {
            System.setProperty("kryo.unsafe", "false");
        }
        kryo = new Kryo(new DictionaryClassResolver(), new MapReferenceResolver());
        kryo.setRegistrationRequired(false);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
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

        private RuntimeException failure(String action, RuntimeException cause) {
            if (cause instanceof WeirException && !(cause.getCause() instanceof KryoException)) {
                return cause;
            }
            return new WeirException(
                    ErrorCode.SERIALIZATION,
                    "A value of " + type.getName() + " cannot be " + action
                            + ": make it a record, or a class with a public constructor without parameters and"
                            + " getters and setters (" + cause.getMessage() + ")",
                    cause);
        }
    }

    /** Numbers classes by the dictionary of the stream instead of Kryo's registrations. */
    private static final class DictionaryClassResolver extends DefaultClassResolver {
        @Override
        public Registration writeClass(Output output, @SuppressWarnings("rawtypes") Class type) {
            RecordOutput out = (RecordOutput) output;
            if (type == null) {
                ClassDictionary.writeClass(null, out);
                return null;
            }
            Registration registration = kryo.getRegistration(type);
            ClassDictionary.writeClass(registration.getType(), out);
            return registration;
        }

        @Override
        public Registration readClass(Input input) {
            Class<?> type = ClassDictionary.readClass((RecordInput) input);
            return type == null ? null : kryo.getRegistration(type);
        }
    }
}
