package io.weir.runtime.checkpoint;

import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.checkpoint.files.StateFiles;
import io.weir.runtime.state.StateContents;
import io.weir.runtime.state.StateEntry;
import io.weir.runtime.state.StateSummary;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Shows what is in a checkpoint or savepoint, without the program that it was taken of. Reads files. Stateless. */
public final class CheckpointContents {
    private CheckpointContents() {}

    /**
     * Returns what an operator had kept.
     *
     * @param operator the operator
     * @return its states, all instances together
     * @throws WeirException if files are missing or damaged
     */
    public static List<StateSummary> states(OperatorState operator) {
        StateContents contents = new StateContents();
        for (Part part : operator.parts()) {
            if (!part.part().isInFlight()) {
                try (InputStream in = StateFiles.open(part.part().handle())) {
                    contents.add(in, !part.part().files().isEmpty());
                } catch (IOException e) {
                    throw unreadable(operator, e);
                }
            }
        }
        return contents.states();
    }

    /**
     * Reads the values of a state.
     *
     * @param operator the operator
     * @param state the name of the state, after that of its store if it has one
     * @param entries takes the values
     * @return whether there is such a state
     * @throws WeirException if files are missing or damaged, or the values cannot be read without the program
     */
    public static boolean read(OperatorState operator, String state, Consumer<StateEntry> entries) {
        boolean found = false;
        for (Part part : operator.parts()) {
            if (!part.part().isInFlight()) {
                try (InputStream in = StateFiles.open(part.part().handle())) {
                    found |= StateContents.read(in, !part.part().files().isEmpty(), state, entries);
                } catch (IOException e) {
                    throw unreadable(operator, e);
                }
            }
        }
        return found;
    }

    /**
     * Returns what the readers of a source go on from.
     *
     * @param operator the operator
     * @return one text for each split; empty if it is no source, or was written by an earlier version
     * @throws WeirException if files are missing or damaged
     */
    public static List<String> positions(OperatorState operator) {
        List<String> positions = new ArrayList<>();
        read(operator, StateContents.POSITIONS, entry -> positions.add(String.valueOf(entry.value())));
        return positions;
    }

    private static WeirException unreadable(OperatorState operator, IOException cause) {
        return new WeirException(
                ErrorCode.CHECKPOINT_DAMAGED,
                "What '" + operator.name() + "' kept cannot be read: " + cause.getMessage() + ".",
                cause);
    }
}
