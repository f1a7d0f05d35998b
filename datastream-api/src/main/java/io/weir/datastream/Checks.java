package io.weir.datastream;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Refuses numbers that make no sense, with a sentence. Stateless. */
final class Checks {
    private Checks() {}

    static int atLeast(int least, int value, String what) {
        if (value < least) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, what + " must be at least " + least + ", not " + value + ".");
        }
        return value;
    }
}
