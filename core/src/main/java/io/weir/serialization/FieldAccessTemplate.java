package io.weir.serialization;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The template of generated field access, see {@link ObjectCodec}. It is never used as a class itself. */
final class FieldAccessTemplate extends FieldAccess {
    private static final MethodHandle GET = ObjectCodec.handle(MethodHandles.lookup(), 0);
    private static final MethodHandle WITH = ObjectCodec.handle(MethodHandles.lookup(), 1);

    FieldAccessTemplate() {}

    @Override
    public Object get(Object value) {
        try {
            return GET.invokeExact(value);
        } catch (Throwable e) {
            throw ObjectCodec.unchecked(e);
        }
    }

    @Override
    public Object with(Object value, Object field) {
        try {
            return WITH.invokeExact(value, field);
        } catch (Throwable e) {
            throw ObjectCodec.unchecked(e);
        }
    }
}
