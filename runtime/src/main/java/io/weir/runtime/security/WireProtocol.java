package io.weir.runtime.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What two peers mean to speak once they trust each other. Both sides name it in the handshake, so that processes of
 * different versions part with a clear message.
 *
 * @param name the name of the protocol, for people
 * @param id its number on the wire
 * @param fingerprint differs when the messages differ
 */
public record WireProtocol(String name, byte id, long fingerprint) {
    /**
     * Computes a fingerprint.
     *
     * @param parts what makes the protocol, in a fixed order
     * @return the first bytes of a hash of the parts
     */
    public static long fingerprint(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }
}
