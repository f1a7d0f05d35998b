package io.weir.serialization;

import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodType.methodType;

import io.weir.tuple.Tuple;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Composes the method handles that write, read and copy all fields of a record or POJO. Objects are {@code Object} in
 * their signatures; primitive fields are never boxed. One thread uses it once for each class.
 */
final class ObjectHandles {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Class<?> type;
    private final List<Field> fields;
    private final List<MethodHandle> getters = new ArrayList<>();

    ObjectHandles(ObjectLayout layout) {
        this.type = layout.type();
        this.fields = layout.fields();
        for (Field field : fields) {
            getters.add(getter(field));
        }
    }

    /**
     * Returns how many bits before the fields' own a mask has: one for classes whose subclasses are written as such. A
     * subclass of a tuple is a tuple where one is expected.
     */
    static int firstBit(Class<?> type) {
        return type.getPackage() == Tuple.class.getPackage() || Modifier.isFinal(type.getModifiers()) ? 0 : 1;
    }

    /** Returns the handle {@code (Object value, RecordOutput, FieldSerializers, int mask)void}. */
    MethodHandle writer() {
        List<MethodHandle> steps = new ArrayList<>();
        int bit = firstBit(type);
        for (int i = 0; i < fields.size(); i++) {
            Class<?> fieldType = fields.get(i).getType();
            steps.add(fieldType.isPrimitive() ? primitiveWriter(i, fieldType) : objectWriter(i, bit++));
        }
        MethodType signature =
                methodType(void.class, Object.class, RecordOutput.class, FieldSerializers.class, int.class);
        return inSequence(steps, signature);
    }

    /** Returns the handle {@code (RecordInput, FieldSerializers, int mask)Object}. */
    MethodHandle reader() {
        List<MethodHandle> values = new ArrayList<>();
        int bit = firstBit(type);
        for (Field field : fields) {
            Class<?> fieldType = field.getType();
            values.add(
                    fieldType.isPrimitive()
                            ? primitiveReader(fieldType)
                            : objectReader(values.size(), bit++, fieldType));
        }
        return fromValues(values, methodType(Object.class, RecordInput.class, FieldSerializers.class, int.class));
    }

    /** Returns the handle {@code (Object value, FieldSerializers)Object}. */
    MethodHandle copier() {
        List<MethodHandle> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Class<?> fieldType = fields.get(i).getType();
            values.add(
                    fieldType.isPrimitive()
                            ? dropArguments(getters.get(i), 1, FieldSerializers.class)
                            : objectCopier(i, fieldType));
        }
        return fromValues(values, methodType(Object.class, Object.class, FieldSerializers.class));
    }

    /** Returns the handle {@code (Object value)Object} that reads a field. */
    MethodHandle boxedGetter(int field) {
        return getters.get(field).asType(methodType(Object.class, Object.class));
    }

    /** Returns the handle {@code (Object value, Object field)Object} that makes a shallow copy with another field. */
    MethodHandle wither(int field) {
        List<MethodHandle> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Class<?> fieldType = fields.get(i).getType();
            MethodHandle newValue = dropArguments(MethodHandles.identity(Object.class), 0, Object.class);
            values.add(
                    i == field
                            ? newValue.asType(methodType(fieldType, Object.class, Object.class))
                            : dropArguments(getters.get(i), 1, Object.class));
        }
        return fromValues(values, methodType(Object.class, Object.class, Object.class));
    }

    private MethodHandle primitiveWriter(int field, Class<?> fieldType) {
        String name = "write" + capitalized(fieldType);
        Class<?> parameter = fieldType == short.class ? int.class : fieldType;
        MethodHandle write = method(RecordOutput.class, name, methodType(void.class, parameter))
                .asType(methodType(void.class, RecordOutput.class, fieldType));
        MethodHandle valueFirst = permuteArguments(write, methodType(void.class, fieldType, RecordOutput.class), 1, 0);
        return dropArguments(filterArguments(valueFirst, 0, getters.get(field)), 2, FieldSerializers.class, int.class);
    }

    private MethodHandle objectWriter(int field, int bit) {
        MethodHandle write = method(
                FieldSerializers.class,
                "write",
                methodType(void.class, Object.class, RecordOutput.class, int.class, int.class, int.class));
        MethodType signature =
                methodType(void.class, Object.class, RecordOutput.class, FieldSerializers.class, int.class);
        MethodHandle valueFirst = permuteArguments(insertArguments(write, 4, field, bit), signature, 2, 0, 1, 3);
        return filterArguments(valueFirst, 0, boxedGetter(field));
    }

    private static MethodHandle primitiveReader(Class<?> fieldType) {
        MethodHandle read = method(RecordInput.class, "read" + capitalized(fieldType), methodType(fieldType));
        return dropArguments(read, 1, FieldSerializers.class, int.class);
    }

    private static MethodHandle objectReader(int field, int bit, Class<?> fieldType) {
        MethodHandle read = method(
                FieldSerializers.class,
                "read",
                methodType(Object.class, RecordInput.class, int.class, int.class, int.class));
        MethodType signature = methodType(Object.class, RecordInput.class, FieldSerializers.class, int.class);
        MethodHandle inputFirst = permuteArguments(insertArguments(read, 3, field, bit), signature, 1, 0, 2);
        return inputFirst.asType(signature.changeReturnType(fieldType));
    }

    private MethodHandle objectCopier(int field, Class<?> fieldType) {
        MethodHandle copy = method(FieldSerializers.class, "copy", methodType(Object.class, Object.class, int.class));
        MethodType signature = methodType(Object.class, Object.class, FieldSerializers.class);
        MethodHandle valueFirst = permuteArguments(insertArguments(copy, 2, field), signature, 1, 0);
        return filterArguments(valueFirst, 0, boxedGetter(field)).asType(signature.changeReturnType(fieldType));
    }

    /**
     * Makes an object of values.
     *
     * @param values a handle for each field, which takes the parameters of the signature and returns the field's value
     * @param signature parameters, and Object as the result
     */
    private MethodHandle fromValues(List<MethodHandle> values, MethodType signature) {
        return type.isRecord() ? fromConstructor(values, signature) : fromSetters(values, signature);
    }

    private MethodHandle fromConstructor(List<MethodHandle> values, MethodType signature) {
        Class<?>[] parameters = fields.stream().map(Field::getType).toArray(Class<?>[]::new);
        MethodHandle constructor = constructor(parameters);
        MethodHandle result = dropArguments(
                constructor.asType(constructor.type().changeReturnType(Object.class)),
                parameters.length,
                signature.parameterList());
        // each fold evaluates a value before those behind it, so that they are read in the order of the bytes
        for (int i = parameters.length - 1; i >= 0; i--) {
            result = foldArguments(result, i, values.get(i));
        }
        return result;
    }

    private MethodHandle fromSetters(List<MethodHandle> values, MethodType signature) {
        List<MethodHandle> steps = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            steps.add(collectArguments(setter(fields.get(i)), 1, values.get(i)));
        }
        MethodType withTarget = signature.insertParameterTypes(0, Object.class).changeReturnType(void.class);
        MethodHandle setAll = inSequence(steps, withTarget);
        MethodHandle target = dropArguments(MethodHandles.identity(Object.class), 1, signature.parameterList());
        MethodHandle create = constructor().asType(methodType(Object.class));
        return foldArguments(foldArguments(target, setAll), create);
    }

    /** Runs handles of one signature one after the other. Halving keeps the stack of calls shallow. */
    private static MethodHandle inSequence(List<MethodHandle> steps, MethodType signature) {
        if (steps.isEmpty()) {
            return MethodHandles.empty(signature);
        }
        if (steps.size() == 1) {
            return steps.get(0);
        }
        int half = steps.size() / 2;
        return foldArguments(
                inSequence(steps.subList(half, steps.size()), signature),
                inSequence(steps.subList(0, half), signature));
    }

    private static MethodHandle getter(Field field) {
        try {
            return privateLookup(field.getDeclaringClass())
                    .unreflectGetter(field)
                    .asType(methodType(field.getType(), Object.class));
        } catch (IllegalAccessException e) {
            throw noAccess(field, e);
        }
    }

    private static MethodHandle setter(Field field) {
        try {
            return privateLookup(field.getDeclaringClass())
                    .unreflectSetter(field)
                    .asType(methodType(void.class, Object.class, field.getType()));
        } catch (IllegalAccessException e) {
            throw noAccess(field, e);
        }
    }

    private MethodHandle constructor(Class<?>... parameters) {
        try {
            return privateLookup(type).findConstructor(type, methodType(void.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw noAccess(type, e);
        }
    }

    private static MethodHandles.Lookup privateLookup(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, LOOKUP);
    }

    private static MethodHandle method(Class<?> owner, String name, MethodType signature) {
        try {
            return LOOKUP.findVirtual(owner, name, signature);
        } catch (ReflectiveOperationException e) {
            throw noAccess(owner + "." + name, e);
        }
    }

    private static WeirException noAccess(Object thing, ReflectiveOperationException cause) {
        return new WeirException(ErrorCode.INTERNAL, "No access to " + thing, cause);
    }

    private static String capitalized(Class<?> primitive) {
        String name = primitive.getName();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
