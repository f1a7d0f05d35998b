package io.weir.runtime.state;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A file that is a few bytes in memory, and differs from capture to capture. Immutable. */
public record BytesFile(String name, byte[] bytes) implements BackendFile {
    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
