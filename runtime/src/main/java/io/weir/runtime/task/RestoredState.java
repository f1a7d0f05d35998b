package io.weir.runtime.task;

import io.weir.runtime.checkpoint.files.StateFiles;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskRestore;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.OperatorImage;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** What the operators of a task start from, read when each is made. The task's thread owns it. */
final class RestoredState {
    private final TaskSpec spec;
    private final KeyGroupRange groups;

    RestoredState(TaskSpec spec) {
        this.spec = spec;
        this.groups = KeyGroupRange.of(
                spec.maxParallelism(), spec.parallelism(), spec.execution().subtask());
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
                .map(RestoredState::readInFlight)
                .toList();
    }

    private static InFlight readInFlight(OperatorPart part) {
        try (InputStream in = StateFiles.open(part.handle())) {
            return InFlight.read(part.operatorId(), in);
        } catch (IOException | RuntimeException e) {
            throw unreadable(part, e);
        }
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

    private static OperatorImage read(OperatorPart part) {
        try (InputStream in = StateFiles.open(part.handle())) {
            return OperatorImage.read(in);
        } catch (IOException | RuntimeException e) {
            throw unreadable(part, e);
        }
    }

    private static OperatorImage read(OperatorPart part, KeyGroupRange groups) {
        try (InputStream in = StateFiles.open(part.handle())) {
            return OperatorImage.read(in, groups);
        } catch (IOException | RuntimeException e) {
            throw unreadable(part, e);
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
