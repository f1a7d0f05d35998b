package io.weir.runtime.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The number that stands before the bytes of a record in memory: how many they are. Stateless. */
final class Lengths {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private Lengths() {}

    static int get(byte[] bytes) {
        return (int) INT.get(bytes, 0);
    }

    static void put(byte[] bytes, int length) {
        INT.set(bytes, 0, length);
    }
}
