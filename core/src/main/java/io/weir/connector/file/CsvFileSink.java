package io.weir.connector.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Writes tuples, Java records, arrays and lists as comma-separated values (RFC 4180, with {@code \n} as the end of a
 * line, in UTF-8): a field with a comma, a quotation mark or a line break is put into quotation marks, those inside it
 * are doubled. Null is an empty field, an empty text is {@code ""}. Immutable.
 *
 * @param <T> the type of the records
 */
public final class CsvFileSink<T> extends LineFileSink<T> {
    private static final long serialVersionUID = 1L;

    private final char delimiter;
    private final List<String> header;

    private CsvFileSink(FileSinkSettings settings, char delimiter, List<String> header) {
        super(settings);
        this.delimiter = delimiter;
        this.header = List.copyOf(header);
    }

    /**
     * Creates a sink.
     *
     * @param directory where the files go; what is relative is so to the working directory of this process
     * @param <T> the type of the records
     * @return the sink
     */
    public static <T> CsvFileSink<T> to(String directory) {
        return new CsvFileSink<>(FileSinkSettings.to(directory), ',', List.of());
    }

    /**
     * Sets what stands between fields.
     *
     * @param character what stands there instead of a comma; not a quotation mark or a line break
     * @return a sink like this one
     */
    public CsvFileSink<T> withDelimiter(char character) {
        if (character == '"' || character == '\n' || character == '\r') {
            throw new IllegalArgumentException("A quotation mark or line break cannot stand between fields.");
        }
        return new CsvFileSink<>(settings(), character, header);
    }

    /**
     * Sets the names of the fields, which are then the first line of each file.
     *
     * @param names the names
     * @return a sink like this one
     */
    public CsvFileSink<T> withHeader(String... names) {
        return new CsvFileSink<>(settings(), delimiter, List.of(names));
    }

    /**
     * Sets what happens if there is something in the directory; the job is refused if this is not set.
     *
     * @param mode what happens
     * @return a sink like this one
     */
    public CsvFileSink<T> withWriteMode(WriteMode mode) {
        return new CsvFileSink<>(settings().withWriteMode(mode), delimiter, header);
    }

    /**
     * Sets the end of the files' names.
     *
     * @param suffix the end, such as {@code .csv}
     * @return a sink like this one
     */
    public CsvFileSink<T> withSuffix(String suffix) {
        return new CsvFileSink<>(settings().withSuffix(suffix), delimiter, header);
    }

    /** Returns a sink like this one that also writes an empty file {@code _SUCCESS} when all others are in place. */
    public CsvFileSink<T> withSuccessMarker() {
        return new CsvFileSink<>(settings().withSuccessMarker(), delimiter, header);
    }

    @Override
    Function<? super T, String> createFormatter() {
        return new CsvFormatter(delimiter)::format;
    }

    @Override
    Charset charset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    String header() {
        return header.isEmpty() ? null : new CsvFormatter(delimiter).format(header);
    }

    @Override
    public String toString() {
        return "CSV files in " + directory();
    }
}
