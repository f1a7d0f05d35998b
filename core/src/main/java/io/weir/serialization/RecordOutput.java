package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * A growable byte array that records are written to, and the class dictionary of the stream that the bytes belong to.
 * One thread owns it.
 */
public final class RecordOutput extends Output {
    private ClassDictionary dictionary;

    /**
     * Creates an output with a dictionary of its own.
     *
     * @param initialSize bytes to begin with
     */
    public RecordOutput(int initialSize) {
        super(initialSize, -1);
    }

    /** Returns the dictionary of the stream, which names each class of unknown type once. */
    public ClassDictionary dictionary() {
        if (dictionary == null) {
            dictionary = new ClassDictionary();
        }
        return dictionary;
    }
}
