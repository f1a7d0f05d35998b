package io.weir.serialization;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Writes, reads and copies the fields of one record or POJO class. Instances are generated, one class each, hold no
 * state and are shared by all threads.
 *
 * <p>The method handles that access the fields are composed once for each class, and a hidden class is defined for them
 * whose static final fields they are. The JIT compiler takes them for constants and compiles field access as if it
 * were written in Java; a handle in an ordinary field, like reflection, is several times slower. The bytes of the hidden
 * class are those of a template that javac compiled, so there is no byte code to be made here.
 */
abstract class ObjectCodec {
    private static final ClassValue<ObjectCodec> CODECS = new ClassValue<>() {
        @Override
        protected ObjectCodec computeValue(Class<?> type) {
            ObjectLayout layout = ObjectLayout.of(type)
                    .orElseThrow(() -> new IllegalArgumentException(type + " is neither a record nor a POJO"));
            ObjectHandles handles = new ObjectHandles(layout);
            return instantiate(
                    ObjectCodec.class,
                    "ObjectCodecTemplate",
                    List.of(handles.writer(), handles.reader(), handles.copier()));
        }
    };

    /** For the template. */
    ObjectCodec() {}

    /**
     * Returns the codec of a class.
     *
     * @param type a class that has an {@link ObjectLayout}
     * @return its codec
     */
    static ObjectCodec of(Class<?> type) {
        return CODECS.get(type);
    }

    /**
     * Writes all fields.
     *
     * @param value the object
     * @param out where to
     * @param fields what serializes those that are no primitives
     * @param mask where the mask of null fields is; it is written already, with all bits 0
     */
    abstract void write(Object value, RecordOutput out, FieldSerializers fields, int mask);

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in where from
     * @param fields what serializes those that are no primitives
     * @param mask where the mask of null fields is
     * @return the object
     */
    abstract Object read(RecordInput in, FieldSerializers fields, int mask);

    /**
     * Copies an object.
     *
     * @param value the object
     * @param fields what copies the fields that are no primitives
     * @return the copy
     */
    abstract Object copy(Object value, FieldSerializers fields);

    /** Defines a hidden class like a template, with method handles of its own, and creates its only instance. */
    static <T> T instantiate(Class<T> type, String template, List<MethodHandle> handles) {
        try (InputStream in = ObjectCodec.class.getResourceAsStream(template + ".class")) {
            MethodHandles.Lookup hidden =
                    MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), handles, true);
            return type.cast(hidden.lookupClass().getDeclaredConstructor().newInstance());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the class " + template, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot define a class like " + template, e);
        }
    }

    /** Returns one of the handles that a hidden class was defined with. */
    static MethodHandle handle(MethodHandles.Lookup hidden, int index) {
        try {
            return (MethodHandle)
                    MethodHandles.classData(hidden, "_", List.class).get(index);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A template was used as a class", e);
        }
    }

    /** Throws what a generated method threw; none declares a checked exception. */
    static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new IllegalStateException(failure);
    }
}
