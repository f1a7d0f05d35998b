package io.weir.yarn;

import io.weir.runtime.blob.Blobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;

/**
 * The engine's jars on the cluster's file system, each under the hash of its content: a jar is uploaded once, whatever
 * applications use it, and never changes. Files stay; whoever wants the space deletes the directory while no application
 * is being submitted. One thread uses it.
 */
final class LibraryCache {
    private final StagingDirectory staging;
    private final org.apache.hadoop.fs.Path root;
    private int uploads;

    LibraryCache(StagingDirectory staging) {
        this.staging = staging;
        this.root = new org.apache.hadoop.fs.Path(staging.path().getParent(), "lib-cache");
    }

    /** Returns a jar for containers, and uploads it if it is not there. */
    ContainerFile provide(String link, Path jar) throws IOException {
        FileSystem files = staging.files();
        org.apache.hadoop.fs.Path directory =
                new org.apache.hadoop.fs.Path(root, Blobs.keyOf(jar).sha256());
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(directory, jar.getFileName().toString());
        if (!files.exists(file)) {
            staging.createPrivate(root);
            staging.createPrivate(directory);
            // A client that dies half-way leaves a file that no name points to, and two clients do not meet.
            org.apache.hadoop.fs.Path temporary =
                    new org.apache.hadoop.fs.Path(directory, ".upload-" + UUID.randomUUID());
            staging.upload(jar, temporary);
            if (!files.rename(temporary, file)) {
                files.delete(temporary, false); // somebody else was faster
            }
            uploads++;
        }
        return ContainerFile.of(link, files, file, true);
    }

    /** Returns how many jars had to be uploaded. */
    int uploads() {
        return uploads;
    }
}
