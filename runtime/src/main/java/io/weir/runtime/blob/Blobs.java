package io.weir.runtime.blob;

import io.weir.runtime.protocol.BlobKey;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the stores of files have in common. Stateless; every method reads or writes files. */
public final class Blobs {
    /** How many bytes one call carries. */
    public static final int CHUNK = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

    private Blobs() {}

    /**
     * Names a file by its content.
     *
     * @param file the file
     * @return its key
     * @throws WeirException if it cannot be read
     */
    public static BlobKey keyOf(Path file) {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                size += read;
            }
        } catch (NoSuchFileException e) {
            throw new WeirException(ErrorCode.FILE, "There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.FILE, "The file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
        return new BlobKey(
                HexFormat.of().formatHex(digest.digest()), file.getFileName().toString(), size);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** Deletes a file that nobody needs any more; that this fails is told to the log only. */
    static void delete(BlobFile file) {
        try {
            file.delete();
        } catch (IOException e) {
            LOG.warn("The file {} could not be deleted; it stays until the process ends.", file.path(), e);
        }
    }

    /** Deletes a directory with all that is in it, at the end of a store. */
    static void deleteTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The directory " + directory + " could not be deleted.", e);
        }
    }
}
