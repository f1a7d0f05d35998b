package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.YarnOptions;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.security.ClusterSecret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.yarn.api.records.ApplicationId;

/**
 * The files of one application on the cluster's file system, for its user's eyes only. Made by the client; deleted by the
 * ApplicationMaster, or by the client when the application never came so far. One thread uses it.
 */
final class StagingDirectory {
    /** The file with the application's secret. */
    static final String SECRET = "secret";

    private static final FsPermission PRIVATE_DIRECTORY = new FsPermission((short) 0700);
    private static final FsPermission PRIVATE_FILE = new FsPermission((short) 0600);

    private final FileSystem files;
    private final Path path;
    private final short replication;

    StagingDirectory(FileSystem files, Path path, int replication) {
        this.files = files;
        this.path = files.makeQualified(path);
        this.replication = replication > 0 ? (short) replication : files.getDefaultReplication(path);
    }

    static StagingDirectory of(Configuration options, FileSystem files, ApplicationId application) {
        return new StagingDirectory(
                files,
                new Path(root(options, files), application.toString()),
                options.get(YarnOptions.FILE_REPLICATION));
    }

    /** Returns the directory in which each application, and the library, has its own. */
    static Path root(Configuration options, FileSystem files) {
        return options.getOptional(YarnOptions.STAGING_DIRECTORY)
                .map(Path::new)
                .orElseGet(() -> new Path(files.getHomeDirectory(), ".weir"));
    }

    FileSystem files() {
        return files;
    }

    Path path() {
        return path;
    }

    void create() throws IOException {
        createPrivate(path.getParent());
        createPrivate(path);
    }

    /** Makes a directory that others cannot enter; one that is there already stays as it is. */
    void createPrivate(Path directory) throws IOException {
        if (!files.exists(directory)) {
            files.mkdirs(directory, PRIVATE_DIRECTORY);
            files.setPermission(directory, PRIVATE_DIRECTORY); // whatever the umask is
        }
    }

    /** Writes a small file. */
    Path write(String name, byte[] bytes) throws IOException {
        Path file = new Path(path, name);
        try (OutputStream output = create(file)) {
            output.write(bytes);
        }
        return file;
    }

    /** Uploads a file. */
    Path upload(java.nio.file.Path local, String name) throws IOException {
        Path file = new Path(path, name);
        upload(local, file);
        return file;
    }

    void upload(java.nio.file.Path local, Path remote) throws IOException {
        try (OutputStream output = create(remote)) {
            Files.copy(local, output);
        }
    }

    private OutputStream create(Path file) throws IOException {
        return files.create(file, PRIVATE_FILE, true, 64 << 10, replication, files.getDefaultBlockSize(file), null);
    }

    ClusterSecret readSecret() throws IOException {
        Path file = new Path(path, SECRET);
        return ClusterSecret.of(read(file), "the file " + file);
    }

    /** Returns the options that the application runs with. */
    Configuration readOptions() throws IOException {
        Path file = new Path(path, ContainerLayout.OPTIONS);
        return ConfigurationLoader.parse(read(file), file.toString());
    }

    private String read(Path file) throws IOException {
        try (InputStream input = files.open(file)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Deletes everything; whether there was anything. */
    boolean delete() throws IOException {
        return files.delete(path, true);
    }
}
