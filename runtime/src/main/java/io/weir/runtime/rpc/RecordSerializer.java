package io.weir.runtime.rpc;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Writes a record component by component and makes it by its canonical constructor, so that its own checks hold for what
 * a peer sent. Immutable.
 */
final class RecordSerializer extends Serializer<Object> {
    private final Class<?>[] types;
    private final Method[] accessors;
    private final Constructor<?> constructor;

    RecordSerializer(Class<?> record) {
        super(false, true);
        RecordComponent[] components = record.getRecordComponents();
        this.types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        this.accessors =
                Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        try {
            this.constructor = record.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(record + " has no canonical constructor, which every record must have.", e);
        }
        // A record need not be public to be part of a message.
        constructor.setAccessible(true);
        Arrays.stream(accessors).forEach(accessor -> accessor.setAccessible(true));
    }

    @Override
    public void write(Kryo kryo, Output output, Object record) {
        for (int i = 0; i < accessors.length; i++) {
            Object value = get(accessors[i], record);
            if (types[i].isPrimitive()) {
                ValueSerializers.writePrimitive(output, types[i], value);
            } else {
                kryo.writeClassAndObject(output, value);
            }
        }
    }

    private static Object get(Method accessor, Object record) {
        try {
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new KryoException("Cannot read " + accessor + ".", e);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
        Object[] values = new Object[types.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = types[i].isPrimitive()
                    ? ValueSerializers.readPrimitive(input, types[i])
                    : kryo.readClassAndObject(input);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new KryoException("The values of a " + type.getName() + " are refused.", e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new KryoException("The values of a " + type.getName() + " have wrong types.", e);
        }
    }
}
