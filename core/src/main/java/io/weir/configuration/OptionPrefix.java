package io.weir.configuration;

/**
 * A family of options whose keys the user completes, such as {@code containerized.master.env.LANG}.
 *
 * @param prefix what all keys begin with; it ends with a dot
 * @param description what the family is for
 */
public record OptionPrefix(String prefix, String description) {
    /** Checks the form. */
    public OptionPrefix {
        if (!prefix.endsWith(".")) {
            throw new IllegalArgumentException("A prefix of options ends with a dot: " + prefix);
        }
    }

    /** Returns whether a key belongs to the family. */
    public boolean covers(String key) {
        return key.length() > prefix.length() && key.startsWith(prefix);
    }

    @Override
    public String toString() {
        return prefix + "*";
    }
}
