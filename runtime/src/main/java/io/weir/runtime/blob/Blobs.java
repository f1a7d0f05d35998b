package io.weir.runtime.blob;

import io.weir.runtime.protocol.BlobKey;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/** What the stores of files have in common. Stateless; every method reads or writes files. */
public final class Blobs {
    /** How many bytes one call carries. */
    public static final int CHUNK = 4 << 20;

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

    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
