package io.weir.configuration;

import java.util.Locale;

/** Which tasks start again when one has failed. */
public enum FailoverScope {
    /** Those that exchange records with it, also through others, or that share the enumerator of a source with one that does. */
    REGION,
    /** All of the job. */
    FULL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
