package io.weir.connector.file;

import java.io.Serializable;

/** How the files of a {@link FileSink} are called: {@code <prefix>-<instance>-<attempt>-<number><suffix>}. Immutable. */
public final class OutputFileConfig implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String partPrefix;
    private final String partSuffix;

    private OutputFileConfig(String partPrefix, String partSuffix) {
        this.partPrefix = check(partPrefix);
        this.partSuffix = check(partSuffix);
        if (partPrefix.startsWith(".") || partPrefix.startsWith("_")) {
            throw new IllegalArgumentException(
                    "Readers of directories skip files that begin with a dot or an underscore," + " such as "
                            + partPrefix + "; choose another prefix.");
        }
    }

    private static String check(String part) {
        if (part.indexOf('/') >= 0) {
            throw new IllegalArgumentException("A part of a file's name has no slash: " + part);
        }
        return part;
    }

    /** Returns names to be changed: {@code part}, and nothing at the end. */
    public static OutputFileConfigBuilder builder() {
        return new OutputFileConfigBuilder();
    }

    /** Returns the beginning of the names. */
    public String getPartPrefix() {
        return partPrefix;
    }

    /** Returns the end of the names. */
    public String getPartSuffix() {
        return partSuffix;
    }

    /** Collects how files are called. The thread that builds the program owns it. */
    public static final class OutputFileConfigBuilder {
        private String partPrefix = "part";
        private String partSuffix = "";

        private OutputFileConfigBuilder() {}

        /**
         * Sets the beginning of the names.
         *
         * @param prefix without slash
         * @return this
         */
        public OutputFileConfigBuilder withPartPrefix(String prefix) {
            partPrefix = prefix;
            return this;
        }

        /**
         * Sets the end of the names.
         *
         * @param suffix without slash, such as {@code .csv}
         * @return this
         */
        public OutputFileConfigBuilder withPartSuffix(String suffix) {
            partSuffix = suffix;
            return this;
        }

        /** Makes the names. */
        public OutputFileConfig build() {
            return new OutputFileConfig(partPrefix, partSuffix);
        }
    }
}
