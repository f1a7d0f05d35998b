package io.weir.runtime.task;

import io.weir.runtime.checkpoint.files.LocalStateFiles;
import io.weir.runtime.checkpoint.files.StateFiles;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.PartFile;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.BackendFiles;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.OperatorImage;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operators of a task start from, read when each is made. The task's thread owns it. */
final class RestoredState {
    private static final Logger LOG = LoggerFactory.getLogger(RestoredState.class);

    private final TaskSpec spec;
    private final LocalStateFiles local;
    private final KeyGroupRange groups;

    RestoredState(TaskSpec spec, LocalStateFiles local) {
        this.spec = spec;
        this.local = local;
        this.groups = KeyGroupRange.of(spec.maxParallelism(), spec.parts(), spec.firstPart(), spec.endPart());
    }

    /** Returns what an operator starts from; of its keyed state only the key groups of this instance are read. */
    OperatorImage of(String operatorId) {
        TaskRestore restore = spec.restore();
        if (restore.checkpointId() == TaskRestore.NOTHING) {
            return OperatorImage.EMPTY;
        }
        for (TaskRestore.OperatorRestore operator : restore.operators()) {
            if (operator.operatorId().equals(operatorId) && !operator.parts().isEmpty()) {
                return read(operator.parts(), operator.redistributed())
                        .named(operatorId, operator.parts().get(0).operatorName());
            }
        }
        return OperatorImage.withoutState(restore.checkpointId());
    }

    /** Returns the records that were under way: those to and from this task, or all that it may have to send anew. */
    List<InFlight> inFlight() {
        return spec.restore().inFlight().parts().stream()
                .map(this::readInFlight)
                .toList();
    }

    private InFlight readInFlight(OperatorPart part) {
        return read(part, in -> InFlight.read(part.operatorId(), in));
    }

    private OperatorImage read(List<OperatorPart> parts, boolean redistributed) {
        int subtask = spec.execution().subtask();
        List<OperatorImage> images = new ArrayList<>(parts.size());
        // An instance that had ended left no part; then nobody knows whose the others are.
        boolean known = parts.size() == spec.parallelism() || !parts.get(0).shared();
        if (redistributed || !known) {
            parts.forEach(part -> images.add(read(part, groups)));
            return OperatorImage.share(images, groups, spec.parallelism(), subtask);
        }
        if (parts.size() == 1) {
            return read(parts.get(0));
        }
        for (int i = 0; i < parts.size(); i++) {
            // The key groups of the others are not read.
            images.add(i == subtask ? read(parts.get(i)) : read(parts.get(i), groups));
        }
        return OperatorImage.same(images, subtask);
    }

    private OperatorImage read(OperatorPart part) {
        return read(part, OperatorImage::read).with(filesOf(part));
    }

    private OperatorImage read(OperatorPart part, KeyGroupRange range) {
        return read(part, in -> OperatorImage.read(in, range)).with(filesOf(part));
    }

    /** Reads a part. */
    @FunctionalInterface
    private interface Reader<T> {
        /** Reads it. */
        T read(InputStream in) throws IOException;
    }

    private <T> T read(OperatorPart part, Reader<T> reader) {
        Optional<StateHandle> copy = local.find(part.handle());
        if (copy.isPresent()) {
            try (InputStream in = StateFiles.open(copy.get())) {
                return reader.read(in);
            } catch (IOException | RuntimeException e) {
                LOG.warn(
                        "The local copy of what '{}' kept cannot be read, so it is read from {}: {}",
                        part.operatorName(),
                        part.handle(),
                        e.toString());
            }
        }
        try (InputStream in = StateFiles.open(part.handle())) {
            return reader.read(in);
        } catch (IOException | RuntimeException e) {
            throw unreadable(part, e);
        }
    }

    private BackendFiles filesOf(OperatorPart part) {
        return new BackendFiles(
                part.firstKeyGroup(),
                part.keyGroups(),
                part.files().stream()
                        .<BackendFile>map(file -> new StoredBackendFile(file, local))
                        .toList());
    }

    /** A file of a state backend that a checkpoint has stored. */
    private record StoredBackendFile(PartFile file, LocalStateFiles local) implements BackendFile {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public InputStream open() {
            return StateFiles.open(file.handle());
        }

        @Override
        public void copyTo(Path target) throws IOException {
            Optional<StateHandle> copy = local.find(file.handle());
            if (copy.isPresent()) {
                try (InputStream in = StateFiles.open(copy.get())) {
                    Files.copy(in, target);
                    return;
                } catch (IOException | RuntimeException e) {
                    LOG.warn(
                            "The local copy of {} cannot be read, so it is read from {}: {}",
                            name(),
                            file.handle(),
                            e.toString());
                    Files.deleteIfExists(target);
                }
            }
            BackendFile.super.copyTo(target);
        }
    }

    /** Names the file: bytes that are not what was written may make the reader stumble before their checksum is known. */
    private static RuntimeException unreadable(OperatorPart part, Exception cause) {
        if (cause instanceof WeirException known && known.code() == ErrorCode.CHECKPOINT_DAMAGED) {
            return known;
        }
        String where = part.handle() instanceof StateHandle.FilePart file
                ? "in the state file " + file.path()
                : "in the metadata of the checkpoint";
        return new WeirException(
                ErrorCode.CHECKPOINT_DAMAGED,
                "What '" + part.operatorName() + "' kept cannot be read " + where + ": " + cause
                        + ". Start from an older checkpoint or savepoint.",
                cause);
    }
}
