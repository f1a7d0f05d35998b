package io.weir.runtime.entrypoint;

import java.util.Optional;

/** Knows the version of the engine. Stateless. */
public final class EngineVersion {
    private EngineVersion() {}

    /** Returns the version that the jar carries, or a word for classes that are not in a jar. */
    public static String get() {
        return Optional.ofNullable(EngineVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
