package io.weir.connector.file;

import io.weir.fs.FilePaths;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** How a file is compressed, by the end of its name. A compressed file is read as a whole, by one reader. */
enum Compression {
    NONE,
    GZIP,
    DEFLATE,
    UNSUPPORTED;

    private static final int BUFFER = 64 << 10;

    /** Forms that people have and that would otherwise be read as if they were text. */
    private static final Set<String> FOREIGN = Set.of("bz2", "xz", "zst", "lz4", "snappy", "lzo", "zip", "7z");

    static Compression of(String path) {
        String name = FilePaths.name(path).toLowerCase(Locale.ROOT);
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        if (suffix.equals(name)) {
            return NONE;
        }
        return switch (suffix) {
            case "gz", "gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> FOREIGN.contains(suffix) ? UNSUPPORTED : NONE;
        };
    }

    /** Returns the content of a file; takes over the bytes, also when it fails. */
    InputStream open(InputStream bytes, String path) throws IOException {
        try {
            return switch (this) {
                case NONE -> bytes;
                case GZIP -> new GZIPInputStream(bytes, BUFFER);
                case DEFLATE -> new InflaterInputStream(bytes);
                case UNSUPPORTED ->
                    throw new WeirException(
                            ErrorCode.FILE,
                            "The file " + path + " is compressed in a way that is not supported; gzip (.gz) and deflate"
                                    + " (.deflate) are.");
            };
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }
}
