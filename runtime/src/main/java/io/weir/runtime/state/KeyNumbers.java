package io.weir.runtime.state;

import io.weir.types.KeyChecks;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Which keys are kept as numbers, without an object of their own. */
public enum KeyNumbers {
    /** None: keys are objects. */
    NONE {
        @Override
        public long toBits(Object key) {
            throw new IllegalStateException("Not a number: " + key);
        }

        @Override
        public Object ofBits(long bits) {
            throw new IllegalStateException("Not a number");
        }
    },
    /** Keys of type Long. */
    LONG {
        @Override
        public long toBits(Object key) {
            return (Long) key;
        }

        @Override
        public Object ofBits(long bits) {
            return bits;
        }
    },
    /** Keys of type Integer; as unsigned numbers, so that both types hash them alike. */
    INTEGER {
        @Override
        public long toBits(Object key) {
            return (Integer) key & UNSIGNED;
        }

        @Override
        public Object ofBits(long bits) {
            return (int) bits;
        }
    };

    /** Returns the number that stands for a key, whose {@link Long#hashCode(long)} is the key's hash. */
    public abstract long toBits(Object key);

    /** Makes the number of an Integer, so that its {@link Long#hashCode(long)} is the key's hash. */
    static final long UNSIGNED = 0xFFFFFFFFL;

    /** Returns the key that a number stands for. */
    public abstract Object ofBits(long bits);

    /** Returns how keys of a type are kept. */
    public static KeyNumbers of(TypeInformation<?> type) {
        if (type.getTypeClass() == Long.class) {
            return LONG;
        }
        return type.getTypeClass() == Integer.class ? INTEGER : NONE;
    }

    /** Refuses a key that new state would be kept for, if there is none or it has no stable hash. */
    public static void check(Object key, boolean checkHash) {
        if (key == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "State by key was written where there is no key: that can be done for a record or a timer, not in"
                            + " open() or close().");
        }
        if (checkHash) {
            KeyChecks.requireStableHash(key);
        }
    }

    /** Refuses a key that belongs to another instance. */
    public static void refuse(Object key) {
        throw new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "The key " + key + " does not belong to this instance: the key selector must return the same key each"
                        + " time, and the key's hashCode() must not change.");
    }
}
