package io.weir.connector.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;

/**
 * Writes each record as a line of text: as its {@code toString} says, unless a formatter is set. Immutable.
 *
 * <pre>{@code
 * stream.sinkTo(TextFileSink.<String>to("hdfs:///out").withWriteMode(WriteMode.OVERWRITE));
 * }</pre>
 *
 * @param <T> the type of the records
 */
public final class TextFileSink<T> extends LineFileSink<T> {
    private static final long serialVersionUID = 1L;

    private final LineFormatter<? super T> formatter;
    private final String charset;

    private TextFileSink(FileSinkSettings settings, LineFormatter<? super T> formatter, String charset) {
        super(settings);
        this.formatter = Objects.requireNonNull(formatter, "formatter is null");
        this.charset = charset;
    }

    /**
     * Creates a sink that writes UTF-8.
     *
     * @param directory where the files go; what is relative is so to the working directory of this process
     * @param <T> the type of the records
     * @return the sink
     */
    public static <T> TextFileSink<T> to(String directory) {
        return new TextFileSink<>(FileSinkSettings.to(directory), String::valueOf, StandardCharsets.UTF_8.name());
    }

    /**
     * Sets how records become lines.
     *
     * @param lines returns the line of a record
     * @return a sink like this one
     */
    public TextFileSink<T> withFormatter(LineFormatter<? super T> lines) {
        return new TextFileSink<>(settings(), lines, charset);
    }

    /**
     * Sets how characters are written.
     *
     * @param name the name of a charset
     * @return a sink like this one
     */
    public TextFileSink<T> withCharset(String name) {
        Charset found = Charsets.named(name);
        // Lines are encoded one by one: a charset that begins each text with a mark would put one into every line.
        if ("\n\n".getBytes(found).length != 2 * "\n".getBytes(found).length) {
            throw new IllegalArgumentException("Lines cannot be written in " + name
                    + ", which begins with a byte order mark; try " + name + "LE.");
        }
        return new TextFileSink<>(settings(), formatter, found.name());
    }

    /**
     * Sets what happens if there is something in the directory; the job is refused if this is not set.
     *
     * @param mode what happens
     * @return a sink like this one
     */
    public TextFileSink<T> withWriteMode(WriteMode mode) {
        return new TextFileSink<>(settings().withWriteMode(mode), formatter, charset);
    }

    /**
     * Sets the end of the files' names.
     *
     * @param suffix the end, such as {@code .txt}
     * @return a sink like this one
     */
    public TextFileSink<T> withSuffix(String suffix) {
        return new TextFileSink<>(settings().withSuffix(suffix), formatter, charset);
    }

    /** Returns a sink like this one that also writes an empty file {@code _SUCCESS} when all others are in place. */
    public TextFileSink<T> withSuccessMarker() {
        return new TextFileSink<>(settings().withSuccessMarker(), formatter, charset);
    }

    @Override
    Function<? super T, String> createFormatter() {
        return formatter::format;
    }

    @Override
    Charset charset() {
        return Charset.forName(charset);
    }

    @Override
    String header() {
        return null;
    }

    @Override
    public String toString() {
        return "Text files in " + directory();
    }
}
