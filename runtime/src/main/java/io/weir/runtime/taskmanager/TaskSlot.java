package io.weir.runtime.taskmanager;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.ExecutionId;
import java.util.HashSet;
import java.util.Set;

/**
 * A share of a TaskManager that runs one parallel pipeline of one job at a time.
 *
 * <p>Thread: the TaskManager's main thread. Life: that of the TaskManager.
 */
final class TaskSlot {
    private final int number;
    private final Set<ExecutionId> tasks = new HashSet<>();
    private State state = State.FREE;
    private AllocationId allocation;
    private JobId job;

    /** What a slot is used for. */
    enum State {
        /** Nobody has it. */
        FREE,
        /** A job has it. */
        ALLOCATED,
        /** Taken from its job; tasks in it have not ended yet. */
        RELEASING;

        /** Returns whether a slot may go from this state to another. */
        boolean canBecome(State next) {
            return switch (this) {
                case FREE -> next == ALLOCATED;
                case ALLOCATED -> next == RELEASING || next == FREE;
                case RELEASING -> next == FREE;
            };
        }
    }

    TaskSlot(int number) {
        this.number = number;
    }

    private void become(State next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("Slot " + number + " cannot go from " + state + " to " + next + ".");
        }
        state = next;
    }

    void allocate(AllocationId newAllocation, JobId newJob) {
        become(State.ALLOCATED);
        allocation = newAllocation;
        job = newJob;
    }

    /** Takes the slot from its job; it is free at once, or when its last task has ended. */
    void release() {
        if (state == State.ALLOCATED) {
            become(tasks.isEmpty() ? State.FREE : State.RELEASING);
        }
    }

    void add(ExecutionId task) {
        if (state != State.ALLOCATED) {
            throw new IllegalStateException("Slot " + number + " is " + state + " and takes no task.");
        }
        tasks.add(task);
    }

    /** A task has ended. */
    void remove(ExecutionId task) {
        tasks.remove(task);
        if (state == State.RELEASING && tasks.isEmpty()) {
            become(State.FREE);
        }
    }

    State state() {
        return state;
    }

    AllocationId allocation() {
        return allocation;
    }

    JobId job() {
        return job;
    }

    Set<ExecutionId> tasks() {
        return Set.copyOf(tasks);
    }
}
