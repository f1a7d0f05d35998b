package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.io.Input;

/**
 * The bytes that a {@link RecordOutput} took, and the class dictionary of the stream that they belong to. Several
 * frames of one stream are read with one input and {@code setBuffer}. One thread owns it.
 */
public final class RecordInput extends Input {
    private final ClassLoader classLoader;
    private ClassDictionary dictionary;

    /**
     * Creates an input without bytes.
     *
     * @param classLoader where classes of unknown types are looked up
     */
    public RecordInput(ClassLoader classLoader) {
        super(new byte[0]);
        this.classLoader = classLoader;
    }

    /** Returns the dictionary of the stream. */
    public ClassDictionary dictionary() {
        if (dictionary == null) {
            dictionary = new ClassDictionary();
        }
        return dictionary;
    }

    /** Returns where classes of unknown types are looked up. */
    public ClassLoader classLoader() {
        return classLoader;
    }
}
