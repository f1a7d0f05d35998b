package io.weir.runtime.security;

import io.weir.configuration.Configuration;
import io.weir.configuration.SecurityOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What all processes of one cluster know and nobody else does. Immutable; never shown in logs or messages. */
public final class ClusterSecret {
    private static final int RANDOM_BYTES = 32;
    private static final int LEAST_LENGTH = 16;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Set<PosixFilePermission> FOR_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final String text;
    private final SecretKeySpec key;

    private ClusterSecret(String text) {
        this.text = text;
        this.key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * Makes a secret.
     *
     * @param random where it comes from
     * @return 256 random bits
     */
    public static ClusterSecret random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new ClusterSecret(HexFormat.of().formatHex(bytes));
    }

    /**
     * Takes a secret as it is written in a file or an option.
     *
     * @param text the secret; white space around it does not count
     * @param origin where it is written, for the message if it is too short
     * @return the secret
     */
    public static ClusterSecret of(String text, String origin) {
        String trimmed = text.strip();
        if (trimmed.length() < LEAST_LENGTH) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The cluster's secret in " + origin + " has fewer than " + LEAST_LENGTH
                            + " characters: take a random one, for instance from 'openssl rand -hex 32'.");
        }
        return new ClusterSecret(trimmed);
    }

    /**
     * Reads the secret that a configuration names.
     *
     * @param configuration the options
     * @return the secret; nothing if neither {@code security.cluster.secret} nor its file is set
     */
    public static Optional<ClusterSecret> from(Configuration configuration) {
        Optional<String> direct = configuration.getOptional(SecurityOptions.CLUSTER_SECRET);
        if (direct.isPresent()) {
            return Optional.of(of(direct.get(), "the option " + SecurityOptions.CLUSTER_SECRET.key()));
        }
        return configuration.getOptional(SecurityOptions.CLUSTER_SECRET_FILE).map(file -> read(Path.of(file)));
    }

    /**
     * Reads the secret that a configuration must name.
     *
     * @param configuration the options
     * @return the secret
     */
    public static ClusterSecret require(Configuration configuration) {
        return from(configuration)
                .orElseThrow(() -> new WeirException(
                        ErrorCode.CONFIGURATION,
                        "No cluster secret is set: name the file that holds it with -D"
                                + SecurityOptions.CLUSTER_SECRET_FILE.key() + "=FILE."));
    }

    /**
     * Reads a secret from a file that its owner alone can read.
     *
     * @param file the file
     * @return the secret
     */
    public static ClusterSecret read(Path file) {
        try {
            if (isPosix(file)) {
                Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
                open.addAll(Files.getPosixFilePermissions(file));
                open.retainAll(FOR_OTHERS);
                if (!open.isEmpty()) {
                    throw new WeirException(
                            ErrorCode.CONFIGURATION,
                            "The secret file " + file + " is open to others than its owner: run 'chmod 600 " + file
                                    + "', and take a new secret if others may have read it.");
                }
            }
            return of(Files.readString(file, StandardCharsets.UTF_8), "the file " + file);
        } catch (NoSuchFileException e) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The secret file " + file + " does not exist: copy it from the cluster's host.",
                    e);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.CONFIGURATION, "The secret file " + file + " cannot be read: " + e, e);
        }
    }

    /**
     * Writes the secret to a new file that its owner alone can read.
     *
     * @param file the file; it must not exist
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        FileAttribute<?>[] attributes = isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            channel.write(StandardCharsets.UTF_8.encode(text + "\n"));
        }
    }

    /** Returns the secret as it is written in files and options, to hand it to a process of the cluster. */
    public String text() {
        return text;
    }

    /** Returns a proof that one knows the secret: the HMAC-SHA256 of some parts. */
    byte[] proof(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM + ", which every Java must have.", e);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().equals(FileSystems.getDefault())
                && file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Compares in a time that does not depend on where the texts differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterSecret that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "ClusterSecret(hidden)";
    }
}
