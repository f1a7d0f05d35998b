package io.weir.runtime.protocol;

import java.util.List;

/**
 * What a task starts from.
 *
 * @param checkpointId the checkpoint; {@link #NOTHING} if there is none
 * @param operators what its operators start from; those that are not named start from nothing
 * @param inFlight the records that were under way
 * @param finished whether the task had come to its end: it does not run again, but commits what it then had not
 * @param mayLeaveState whether state may be left behind that its operators cannot take
 */
public record TaskRestore(
        long checkpointId,
        List<OperatorRestore> operators,
        InFlightRestore inFlight,
        boolean finished,
        boolean mayLeaveState) {
    /** The number of no checkpoint. */
    public static final long NOTHING = -1;

    /** What a task starts from that has no past. */
    public static final TaskRestore NONE = new TaskRestore(NOTHING, List.of(), InFlightRestore.NONE, false, false);

    /** Takes a copy of the list. */
    public TaskRestore {
        operators = List.copyOf(operators);
    }

    /**
     * The records that were under way when a checkpoint was taken that did not wait for them.
     *
     * @param parts where they are: what was under way to and from the task; or, to be sent anew, what was under way from
     *     and to all instances of its vertex, and to all that these send to
     * @param redistributed whether a parallelism has changed, so that producers send them anew
     */
    public record InFlightRestore(List<OperatorPart> parts, boolean redistributed) {
        /** Nothing was under way. */
        public static final InFlightRestore NONE = new InFlightRestore(List.of(), false);

        /** Takes a copy of the list. */
        public InFlightRestore {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What an operator starts from.
     *
     * @param operatorId what its state is found by
     * @param parts the parts that the instance reads, in the order of the instances that wrote them
     * @param redistributed whether the parallelism has changed, so that lists are dealt out anew
     */
    public record OperatorRestore(String operatorId, List<OperatorPart> parts, boolean redistributed) {
        /** Takes a copy of the list. */
        public OperatorRestore {
            parts = List.copyOf(parts);
        }
    }
}
