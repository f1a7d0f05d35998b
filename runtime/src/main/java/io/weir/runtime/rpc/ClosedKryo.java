package io.weir.runtime.rpc;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Kryo that reads and writes nothing but a closed set of classes, by number: no class is ever looked up by a name that
 * a peer sent. All its serializers check lengths against the bytes that are there before they allocate, and values nest
 * only so deep. Used by one thread at a time.
 */
final class ClosedKryo extends Kryo {
    private static final int MAXIMUM_DEPTH = 64;

    ClosedKryo(List<Class<?>> classes) {
        super(new NamelessResolver(), null);
        setRegistrationRequired(true);
        setReferences(false);
        setMaxDepth(MAXIMUM_DEPTH);
        // A message may carry a value of user code in a byte array only; no class of a job is ever loaded here.
        setClassLoader(ClosedKryo.class.getClassLoader());
        ValueSerializers.registerAll(this);
        classes.forEach(this::add);
    }

    private void add(Class<?> type) {
        if (getClassResolver().getRegistration(type) != null) {
            return;
        }
        if (type.isRecord()) {
            register(type, new RecordSerializer(type));
        } else if (type.isEnum()) {
            register(type, new ValueSerializers.EnumSerializer(type));
        } else {
            throw new IllegalArgumentException("A message class is a record or an enum, not " + type.getName() + ".");
        }
    }

    /** Finds the serializer of a class; all lists are the same to it, and so are all maps, sets and constants. */
    @Override
    @SuppressWarnings("rawtypes") // as Kryo declares it
    public Registration getRegistration(Class type) {
        Class<?> wire = wireType(type);
        Registration known = getClassResolver().getRegistration(wire);
        if (known == null) {
            throw new KryoException(type.getName() + " is no message class: add it to those that calls may carry.");
        }
        return known;
    }

    private static Class<?> wireType(Class<?> type) {
        if (List.class.isAssignableFrom(type)) {
            return List.class;
        } else if (Map.class.isAssignableFrom(type)) {
            return Map.class;
        } else if (Set.class.isAssignableFrom(type)) {
            return Set.class;
        } else if (Optional.class.isAssignableFrom(type)) {
            return Optional.class;
        } else if (Enum.class.isAssignableFrom(type) && !type.isEnum() && type != Enum.class) {
            return type.getSuperclass();
        }
        return type;
    }

    /** Refuses classes by name, which Kryo would look up before it finds that they are not registered. */
    private static final class NamelessResolver extends DefaultClassResolver {
        @Override
        protected Registration readName(Input input) {
            throw new KryoException("Classes go by number, not by name.");
        }
    }
}
