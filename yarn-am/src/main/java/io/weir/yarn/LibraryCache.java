package io.weir.yarn;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;

/**
 * The engine's jars on the cluster's file system, each under the hash of its content: a jar is uploaded once, whatever
 * applications use it, and never changes. Files stay; whoever wants the space deletes the directory while no application
 * is being submitted. One thread uses it.
 */
final class LibraryCache {
    private final StagingDirectory staging;
    private final KnownHashes hashes;
    private final org.apache.hadoop.fs.Path root;

    LibraryCache(StagingDirectory staging, KnownHashes hashes) {
        this.staging = staging;
        this.hashes = hashes;
        this.root = new org.apache.hadoop.fs.Path(staging.path().getParent(), "lib-cache");
    }

    /** Returns a jar for containers, and uploads it if it is not there. */
    ContainerFile provide(String link, Path jar) throws IOException {
        FileSystem files = staging.files();
        org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(root, hashes.of(jar));
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(directory, jar.getFileName().toString());
        if (!files.exists(file)) {
            // What is half uploaded belongs to the application, and goes with its files; two clients do not meet.
            org.apache.hadoop.fs.Path uploaded = staging.upload(jar, "library/" + jar.getFileName());
            staging.createPrivate(root);
            staging.createPrivate(directory);
            if (!files.rename(uploaded, file) && !files.exists(file)) { // else somebody else was faster
                throw new IOException(uploaded + " could not be renamed to " + file);
            }
        }
        return ContainerFile.of(link, files, file, true);
    }
}
