package io.weir.types.order;

import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The order of the values of one type, without null. Prefixes have their bits at the upper end; 0 stands for null, and
 * where there is no room for that, also for the least value. One thread owns it.
 */
abstract class ValueOrder {
    private static final Map<Class<?>, ValueOrder> OF_NUMBERS = Map.of(
            Boolean.class, new Small(2, value -> (Boolean) value ? 1 : 0),
            Byte.class, new Small(9, value -> (Byte) value - Byte.MIN_VALUE),
            Short.class, new Small(17, value -> (Short) value - Short.MIN_VALUE),
            Character.class, new Small(17, value -> (Character) value),
            Integer.class, new Small(33, value -> (Integer) value - (long) Integer.MIN_VALUE),
            Float.class, new Small(33, value -> ordered((Float) value) - (long) Integer.MIN_VALUE),
            Long.class, new Full(value -> (Long) value),
            Double.class, new Full(value -> ordered((Double) value)));

    private static final ValueOrder OF_STRINGS = new OfStrings();
    private static final ValueOrder OF_OTHERS = new Others();

    /** Returns whether values of a type can be compared. */
    static boolean exists(TypeInformation<?> type) {
        return Comparable.class.isAssignableFrom(type.getTypeClass());
    }

    static ValueOrder of(TypeInformation<?> type) {
        if (type.getTypeClass() == String.class) {
            return OF_STRINGS;
        }
        return OF_NUMBERS.getOrDefault(type.getTypeClass(), OF_OTHERS);
    }

    /** Returns whether ascending values of a type are in the order that brings equal ones together. */
    static boolean groupsAsItOrders(TypeInformation<?> type) {
        return of(type) != OF_OTHERS;
    }

    /** Returns an order in which equal values of a type are next to each other. */
    static <T> ValueOrder grouping(TypeInformation<T> type) {
        ValueOrder known = type.getTypeClass() == String.class ? OF_STRINGS : OF_NUMBERS.get(type.getTypeClass());
        return known == null ? new OfHashes(type.createSerializer()) : known;
    }

    /** Compares two values. */
    @SuppressWarnings("unchecked") // whoever made the ordering has seen to it; what was unknown fails here
    int compare(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    /** Returns how many bits prefixes have. */
    abstract int bits();

    /** Returns the beginning of a value. */
    abstract long prefix(Object value);

    /** Returns whether different values have different prefixes. */
    boolean isWhole() {
        return false;
    }

    /** Returns whether only one value has this prefix, all 64 bits of it. */
    boolean isWhole(long prefix) {
        return false;
    }

    /** Returns the bits of a number so that they are ordered as {@link Float#compare} orders the numbers. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    /** Returns the bits of a number so that they are ordered as {@link Double#compare} orders the numbers. */
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    /** Values that leave room for null. */
    private static final class Small extends ValueOrder {
        private final int bits;
        private final ToLongFunction<Object> number;

        /** Takes what gives the number of a value, from 0. */
        Small(int bits, ToLongFunction<Object> number) {
            this.bits = bits;
            this.number = number;
        }

        @Override
        int bits() {
            return bits;
        }

        @Override
        long prefix(Object value) {
            return number.applyAsLong(value) << SIZE - bits | Long.MIN_VALUE;
        }

        @Override
        boolean isWhole() {
            return true;
        }
    }

    private static final int SIZE = Long.SIZE;

    /** Numbers of 64 bits. */
    private static final class Full extends ValueOrder {
        private final ToLongFunction<Object> number;

        Full(ToLongFunction<Object> number) {
            this.number = number;
        }

        @Override
        int bits() {
            return SIZE;
        }

        @Override
        long prefix(Object value) {
            return number.applyAsLong(value) ^ Long.MIN_VALUE;
        }

        @Override
        boolean isWhole(long prefix) {
            return prefix != 0;
        }
    }

    /** The first eight characters, one byte each, as long as they are not beyond Latin-1. */
    private static final class OfStrings extends ValueOrder {
        private static final int BEYOND = 0xFF;

        @Override
        int bits() {
            return SIZE;
        }

        @Override
        long prefix(Object value) {
            String text = (String) value;
            int length = Math.min(text.length(), Long.BYTES);
            long prefix = 0;
            for (int i = 0; i < length; i++) {
                int letter = text.charAt(i) + 1;
                int shift = SIZE - Byte.SIZE * (i + 1);
                if (letter >= BEYOND) {
                    return prefix | (long) BEYOND << shift;
                }
                prefix |= (long) letter << shift;
            }
            return prefix;
        }

        /** What ends within the prefix is there whole, unless a letter is beyond; null is as the empty string. */
        @Override
        boolean isWhole(long prefix) {
            if (prefix == 0 || (prefix & BEYOND) != 0) {
                return false;
            }
            int ending = Long.numberOfTrailingZeros(prefix) / Byte.SIZE * Byte.SIZE;
            return (prefix >>> ending & BEYOND) != BEYOND;
        }
    }

    /** Values of which no beginning is known. */
    private static final class Others extends ValueOrder {
        @Override
        int bits() {
            return 1;
        }

        @Override
        long prefix(Object value) {
            return Long.MIN_VALUE;
        }
    }

    /** By their hash, and where that is equal by the bytes that they are written as. */
    private static final class OfHashes extends ValueOrder {
        /** Spreads hashes of small numbers; a constant of Knuth's multiplicative hashing. */
        private static final int MIXING = 0x9E3779B1;

        private final TypeSerializer<Object> serializer;
        private final RecordOutput first = new RecordOutput(64);
        private final RecordOutput second = new RecordOutput(64);

        @SuppressWarnings("unchecked") // it is given values of its type
        OfHashes(TypeSerializer<?> serializer) {
            this.serializer = (TypeSerializer<Object>) serializer;
        }

        private static int hash(Object value) {
            return value.hashCode() * MIXING;
        }

        @Override
        int compare(Object one, Object other) {
            int hashes = Integer.compare(hash(one), hash(other));
            if (hashes != 0 || one.equals(other)) {
                return hashes;
            }
            write(one, first);
            write(other, second);
            return Arrays.compareUnsigned(
                    first.getBuffer(), 0, first.position(), second.getBuffer(), 0, second.position());
        }

        private void write(Object value, RecordOutput out) {
            out.beginStream();
            out.reset();
            serializer.serialize(value, out);
        }

        @Override
        int bits() {
            return 33;
        }

        @Override
        long prefix(Object value) {
            return hash(value) - (long) Integer.MIN_VALUE << SIZE - 33 | Long.MIN_VALUE;
        }
    }
}
