package io.weir.runtime.restore;

import io.weir.configuration.StateBackendType;
import io.weir.runtime.checkpoint.OperatorLabel;
import java.util.List;

/**
 * Whether a program can start from a checkpoint or savepoint, state by state. Immutable.
 *
 * @param backend where the program's tasks would keep state by key
 * @param operators the operators that had kept something
 */
public record RestoreReport(StateBackendType backend, List<OperatorReport> operators) {
    /** Takes a copy of the list. */
    public RestoreReport {
        operators = List.copyOf(operators);
    }

    /**
     * What becomes of what an operator had kept.
     *
     * @param label what people know it by
     * @param states its states
     * @param note what else happened; empty if nothing
     * @param opened as how many of its instances it was opened
     */
    public record OperatorReport(OperatorLabel label, List<StateReport> states, String note, Opened opened) {
        /** Takes a copy of the list. */
        public OperatorReport {
            states = List.copyOf(states);
        }
    }

    /**
     * How much of an operator was looked at.
     *
     * @param instances as how many of its instances it was opened
     * @param of how many it has; both are zero if it was not opened
     */
    public record Opened(int instances, int of) {}

    /**
     * What becomes of a state.
     *
     * @param name its name
     * @param written its kind and types when it was written, in words
     * @param outcome what becomes of it
     * @param details why, or what is converted
     */
    public record StateReport(String name, String written, Outcome outcome, List<String> details) {
        /** Takes a copy of the list. */
        public StateReport {
            details = List.copyOf(details);
        }
    }

    /**
     * Returns whether the program can start from it.
     *
     * @param allowUnknown whether it counts as possible what only shows when the program runs
     */
    public boolean isPossible(boolean allowUnknown) {
        return count(Outcome.REFUSED) == 0 && (allowUnknown || count(Outcome.UNKNOWN) == 0);
    }

    /** Returns how many states become that. */
    public long count(Outcome outcome) {
        return operators.stream()
                .flatMap(operator -> operator.states().stream())
                .filter(state -> state.outcome() == outcome)
                .count();
    }

    /** Returns the states that are refused. */
    public List<StateReport> refused() {
        return operators.stream()
                .flatMap(operator -> operator.states().stream())
                .filter(state -> state.outcome() == Outcome.REFUSED)
                .toList();
    }

    /** Returns why states are refused, each reason once. */
    public List<String> refusals() {
        return refused().stream()
                .map(state -> state.details().get(0))
                .distinct()
                .toList();
    }
}
