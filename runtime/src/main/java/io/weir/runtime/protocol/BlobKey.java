package io.weir.runtime.protocol;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Names a file by its content.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param name the file's own name, for people
 * @param size its length in bytes
 */
public record BlobKey(String sha256, String name, long size) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Checks the form: keys come from peers and become file names. */
    public BlobKey {
        Objects.requireNonNull(name, "name is null");
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("A SHA-256 has 64 hexadecimal digits (0-9, a-f), not: " + sha256);
        }
        if (size < 0) {
            throw new IllegalArgumentException("The size of " + name + " is negative: " + size);
        }
    }
}
