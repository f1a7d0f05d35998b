package io.weir.runtime.restore;

import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.checkpoint.files.StateFiles;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.state.BackendFile;
import io.weir.runtime.state.BackendFiles;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateName;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the instances of an operator had kept, without records under way. Reads files. One thread owns it.
 *
 * @param operator the operator
 * @param parts what each had kept
 * @param all all of it together, without values by key
 */
record KeptParts(OperatorState operator, List<Part> parts, OperatorImage all) {
    /**
     * Reads it.
     *
     * @throws WeirException if files are missing or damaged
     */
    static KeptParts of(OperatorState operator) {
        List<Part> parts = operator.parts().stream()
                .filter(part -> !part.part().isInFlight())
                .toList();
        List<OperatorImage> images = new ArrayList<>();
        parts.forEach(part -> images.add(read(operator, part, OperatorImage.Values.NONE)));
        KeyGroupRange groups = KeyGroupRange.of(operator.maxParallelism(), 1, 0);
        OperatorImage all = OperatorImage.share(images, groups, 1, 0).named(operator.id(), operator.name());
        return new KeptParts(operator, parts, all);
    }

    /** Returns the states, with their kinds and types. */
    Map<StateName, String> contents() {
        return all.contents();
    }

    /** Returns what an instance had kept, with those values that may be other than their types say. */
    OperatorImage read(Part part) {
        return read(operator, part, OperatorImage.Values.DOUBTFUL).named(operator.id(), operator.name());
    }

    private static OperatorImage withFiles(OperatorImage image, OperatorPart part) {
        return image.with(new BackendFiles(
                part.firstKeyGroup(),
                part.keyGroups(),
                part.files().stream()
                        .<BackendFile>map(file -> new UnreadFile(file.name()))
                        .toList()));
    }

    /** A file of which it is enough to know that it is there. */
    private record UnreadFile(String name) implements BackendFile {
        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public InputStream open() {
            throw new UnsupportedOperationException("Only tasks read " + name);
        }
    }

    private static OperatorImage read(OperatorState operator, Part part, OperatorImage.Values values) {
        try (InputStream in = StateFiles.open(part.part().handle())) {
            return withFiles(OperatorImage.read(in, values), part.part());
        } catch (IOException | RuntimeException e) {
            if (e instanceof WeirException known) {
                throw known;
            }
            throw new WeirException(
                    ErrorCode.CHECKPOINT_DAMAGED,
                    "What instance " + part.instance() + " of '" + operator.name() + "' kept cannot be read: " + e
                            + ".",
                    e);
        }
    }
}
