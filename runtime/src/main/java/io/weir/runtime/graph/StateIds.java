package io.weir.runtime.graph;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Gives operators ids that are the same each time a program is translated: from the uid, or else from the position in
 * the program and what is done there. One translation owns it.
 */
final class StateIds {
    private static final int BYTES = 16;

    private final Map<String, String> operatorsByUid = new HashMap<>();

    /**
     * Returns the id of an operator of the program.
     *
     * @param uid what the program named it by, or null
     * @param position its place among the program's operators
     * @param kind what it does: an operator of another kind at the same place has another id, for it cannot read the state
     * @param name the name people see
     * @return 32 hexadecimal digits
     */
    String idOf(String uid, int position, String kind, String name) {
        if (uid == null) {
            return hash("position:" + position + ":" + kind);
        }
        String other = operatorsByUid.put(uid, name);
        if (other != null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The operators '" + other + "' and '" + name + "' have the same uid '" + uid
                            + "': give each one its own.");
        }
        return ofUid(uid);
    }

    /** Returns the id of an operator that the program gave a uid. */
    static String ofUid(String uid) {
        return hash("uid:" + uid);
    }

    /**
     * Returns the id of an operator that the optimizer added.
     *
     * @param role what it does
     * @param stateId the id of the operator that it serves
     * @param input which of that operator's inputs it stands in, from 0
     * @return 32 hexadecimal digits
     */
    static String derived(String role, String stateId, int input) {
        return hash(role + ":" + stateId + ":" + input);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
