package io.weir.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapCheckpointStoreTest {
    @TempDir
    private Path directory;

    private CompletedCheckpoint checkpoint(long id, String... files) throws IOException {
        Path home = Files.createDirectories(directory.resolve("chk-" + id));
        List<Part> parts = new ArrayList<>();
        for (String file : files) {
            Path path = directory.resolve(file);
            if (!Files.exists(path)) {
                Files.createFile(path);
            }
            StateHandle handle = new StateHandle.FilePart(path.toString(), 0, 0, 0);
            parts.add(new Part(0, new OperatorPart("op", "Op", 0, 128, false, handle)));
        }
        CheckpointMetadata metadata = new CheckpointMetadata(
                JobId.random(),
                id,
                CheckpointKind.CHECKPOINT,
                0,
                List.of(new OperatorState("op", "Op", 1, 128, List.of(), parts)),
                List.of());
        CheckpointStorage.write(home.toString(), metadata);
        return new CompletedCheckpoint(home.toString(), metadata);
    }

    @Test
    void deletesOnlyWhatNoRetainedCheckpointNames() throws Exception {
        HeapCheckpointStore store = new HeapCheckpointStore(1, directory.toString(), Runnable::run);
        store.add(checkpoint(1, "chk-1/a", "chk-1/b"));
        store.add(checkpoint(2, "chk-1/a", "chk-2/c"));
        assertThat(directory.resolve("chk-1/a")).exists();
        assertThat(directory.resolve("chk-1/b")).doesNotExist();
        assertThat(directory.resolve("chk-1/_metadata")).doesNotExist();
        store.add(checkpoint(3, "chk-2/c"));
        assertThat(directory.resolve("chk-1")).as("nothing is left in it").doesNotExist();
        assertThat(directory.resolve("chk-2/c")).exists();
        store.add(checkpoint(4, "chk-4/d"));
        assertThat(directory.resolve("chk-2")).doesNotExist();
        assertThat(directory.resolve("chk-3")).doesNotExist();
        assertThat(store.latest().orElseThrow().id()).isEqualTo(4);
        store.close(false).join();
        assertThat(directory).doesNotExist();
    }

    @Test
    void goesBackToTheOneBefore() throws Exception {
        HeapCheckpointStore store = new HeapCheckpointStore(2, directory.toString(), Runnable::run);
        store.add(checkpoint(1));
        store.add(checkpoint(2));
        store.remove(2);
        assertThat(store.latest().orElseThrow().id()).isEqualTo(1);
    }
}
