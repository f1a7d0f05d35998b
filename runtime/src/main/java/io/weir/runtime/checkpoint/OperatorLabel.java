package io.weir.runtime.checkpoint;

/**
 * Tells people which operator of their program is meant. Immutable.
 *
 * @param id what its state is found by: a hash
 * @param name its name, which others may have, too
 * @param uid what the program named it by; empty if it did not, null if that is not known
 */
public record OperatorLabel(String id, String name, String uid) {
    /** Returns what tells it from all others: what the program named it by, or else its id. */
    public String key() {
        return uid == null || uid.isEmpty() ? id : uid;
    }

    @Override
    public String toString() {
        if (uid == null) {
            return name + " (id " + id + ")";
        }
        return name + (uid.isEmpty() ? " (no uid, id " + id + ")" : " (uid " + uid + ")");
    }
}
