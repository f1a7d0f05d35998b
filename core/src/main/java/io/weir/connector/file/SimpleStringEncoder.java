package io.weir.connector.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * Writes {@code toString()} of each record, and the end of a line. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class SimpleStringEncoder<T> implements Encoder<T> {
    private static final long serialVersionUID = 1L;

    private final String charsetName;
    private transient Charset charset;
    private transient byte[] lineEnd;

    /** Creates an encoder that writes UTF-8. */
    public SimpleStringEncoder() {
        this("UTF-8");
    }

    /**
     * Creates an encoder.
     *
     * @param charsetName how characters become bytes
     */
    public SimpleStringEncoder(String charsetName) {
        this.charsetName = Charsets.named(charsetName).name();
    }

    @Override
    public void encode(T element, OutputStream stream) throws IOException {
        if (charset == null) {
            charset = Charsets.named(charsetName);
            lineEnd = "\n".getBytes(charset);
        }
        stream.write(element.toString().getBytes(charset));
        stream.write(lineEnd);
    }
}
