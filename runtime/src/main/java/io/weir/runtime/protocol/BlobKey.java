package io.weir.runtime.protocol;

/**
 * Names a file by its content.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param name the file's own name, for people
 * @param size its length in bytes
 */
public record BlobKey(String sha256, String name, long size) {}
