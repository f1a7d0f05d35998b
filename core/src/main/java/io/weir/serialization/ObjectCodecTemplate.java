package io.weir.serialization;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The template of generated codecs, see {@link ObjectCodec}. It is never used as a class itself. */
final class ObjectCodecTemplate extends ObjectCodec {
    private static final MethodHandle WRITE = handle(MethodHandles.lookup(), 0);
    private static final MethodHandle READ = handle(MethodHandles.lookup(), 1);
    private static final MethodHandle COPY = handle(MethodHandles.lookup(), 2);

    ObjectCodecTemplate() {}

    @Override
    void write(Object value, RecordOutput out, FieldSerializers fields, int mask) {
        try {
            WRITE.invokeExact(value, out, fields, mask);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Override
    Object read(RecordInput in, FieldSerializers fields, int mask) {
        try {
            return READ.invokeExact(in, fields, mask);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Override
    Object copy(Object value, FieldSerializers fields) {
        try {
            return COPY.invokeExact(value, fields);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }
}
