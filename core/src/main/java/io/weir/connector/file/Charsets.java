package io.weir.connector.file;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/** Finds charsets. No state. */
final class Charsets {
    private Charsets() {}

    static Charset named(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("There is no charset '" + name + "' in this JVM.", e);
        }
    }
}
