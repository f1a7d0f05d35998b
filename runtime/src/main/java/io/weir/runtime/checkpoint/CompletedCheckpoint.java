package io.weir.runtime.checkpoint;

import io.weir.runtime.protocol.StateHandle;
import java.util.Set;
import java.util.TreeSet;

/**
 * A checkpoint whose metadata was written.
 *
 * @param directory where it is
 * @param metadata what is in it
 */
public record CompletedCheckpoint(String directory, CheckpointMetadata metadata) {
    /** Returns its number. */
    public long id() {
        return metadata.checkpointId();
    }

    /** Returns the state files that it needs, wherever they are. */
    public Set<String> files() {
        Set<String> files = new TreeSet<>();
        for (CheckpointMetadata.OperatorState operator : metadata.operators()) {
            for (CheckpointMetadata.Part part : operator.parts()) {
                add(part.part().handle(), files);
                part.part().files().forEach(file -> add(file.handle(), files));
            }
        }
        return files;
    }

    private static void add(StateHandle handle, Set<String> files) {
        if (handle instanceof StateHandle.FilePart file) {
            files.add(file.path());
        }
    }
}
