package io.weir.runtime.checkpoint.files;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * How a state file is laid out; {@code docs/formats.md} describes it. Numbers are big-endian. Stateless.
 *
 * <pre>
 * header    magic "WEIR", kind 'S', version
 * parts     bytes, one part after the other
 * trailer   per part: offset, length, CRC32C; the number of parts; the CRC32C of all bytes before
 * </pre>
 */
final class StateFileFormat {
    static final int MAGIC = 'W' << 24 | 'E' << 16 | 'I' << 8 | 'R';
    static final byte KIND = 'S';
    static final byte VERSION = 1;

    /** How long the header is. */
    static final int HEADER = Integer.BYTES + 2;

    /** How long what the trailer says of a part is. */
    static final int ENTRY = 2 * Long.BYTES + Integer.BYTES;

    /** How long the trailer is without its entries. */
    static final int TRAILER = 2 * Integer.BYTES;

    private StateFileFormat() {}

    /** Makes the failure of reading a file that is not what was written. */
    static WeirException damaged(String path, String what) {
        return damaged(path, what, null);
    }

    static WeirException damaged(String path, String what, Throwable cause) {
        return new WeirException(
                ErrorCode.CHECKPOINT_DAMAGED,
                "The state file " + path + " " + what + ": start from an older checkpoint or savepoint.",
                cause);
    }
}
