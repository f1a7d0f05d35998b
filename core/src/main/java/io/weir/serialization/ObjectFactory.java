package io.weir.serialization;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes objects of a record or POJO class from some of their fields. What is not given is what the constructor of a POJO
 * makes it, and null or zero in a record. Immutable.
 */
public final class ObjectFactory {
    private final List<Field> fields;

    /** {@code (Object[])Object} for records, {@code ()Object} for POJOs. */
    private final MethodHandle constructor;

    /** {@code (Object, Object)void} for each field of a POJO. */
    private final List<MethodHandle> setters = new ArrayList<>();

    private final boolean isRecord;

    /**
     * Creates it.
     *
     * @param type a class that has an {@link ObjectLayout}
     */
    public ObjectFactory(Class<?> type) {
        this.fields = ObjectLayout.of(type).orElseThrow().fields();
        this.isRecord = type.isRecord();
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            if (isRecord) {
                Class<?>[] parameters = fields.stream().map(Field::getType).toArray(Class<?>[]::new);
                constructor = lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
                        .asSpreader(Object[].class, parameters.length)
                        .asType(MethodType.methodType(Object.class, Object[].class));
            } else {
                constructor = lookup.findConstructor(type, MethodType.methodType(void.class))
                        .asType(MethodType.methodType(Object.class));
                for (Field field : fields) {
                    setters.add(MethodHandles.privateLookupIn(field.getDeclaringClass(), MethodHandles.lookup())
                            .unreflectSetter(field)
                            .asType(MethodType.methodType(void.class, Object.class, Object.class)));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No access to " + type, e);
        }
    }

    /** Returns the names of the fields. */
    List<String> names() {
        return fields.stream().map(Field::getName).toList();
    }

    /** Returns whether a field is a primitive. */
    boolean isPrimitive(int field) {
        return fields.get(field).getType().isPrimitive();
    }

    /**
     * Makes an object.
     *
     * @param values the values by the number of the field; where a primitive is null it is as if it were not given
     * @param given which fields are given
     * @return the object
     */
    public Object create(Object[] values, boolean[] given) {
        try {
            if (isRecord) {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] == null && isPrimitive(i)) {
                        values[i] = zero(fields.get(i).getType());
                    }
                }
                return constructor.invokeExact(values);
            }
            Object object = constructor.invokeExact();
            for (int i = 0; i < values.length; i++) {
                if (given[i] && (values[i] != null || !isPrimitive(i))) {
                    setters.get(i).invokeExact(object, values[i]);
                }
            }
            return object;
        } catch (Throwable e) {
            throw ObjectCodec.unchecked(e);
        }
    }

    private static Object zero(Class<?> primitive) {
        return Array.get(Array.newInstance(primitive, 1), 0);
    }
}
