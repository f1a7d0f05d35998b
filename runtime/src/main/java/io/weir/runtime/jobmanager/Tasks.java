package io.weir.runtime.jobmanager;

import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.Failures;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Says in words what happened to a task. Stateless. */
final class Tasks {
    private Tasks() {}

    /** A task could not be deployed. */
    static FailureInfo failure(Throwable failure, Execution execution) {
        return Failures.describe(failure, ErrorCode.INTERNAL, execution.taskName(), location(execution));
    }

    /** A task was canceled, though the job was not. */
    static FailureInfo canceledByItself(Execution execution) {
        WeirException cause = new WeirException(
                ErrorCode.CANCELED,
                "The task " + execution.taskName() + " was canceled by its TaskManager " + location(execution) + ".");
        return Failures.describe(cause, ErrorCode.CANCELED, execution.taskName(), location(execution));
    }

    /** What of the program runs in the JobManager failed. */
    static FailureInfo programFailure(Throwable failure) {
        return Failures.describe(failure, ErrorCode.USER_FUNCTION, "", "");
    }

    /** A TaskManager was lost. */
    static FailureInfo lost(TaskManagerLocation location, String what) {
        return Failures.of(
                ErrorCode.TASK_MANAGER_LOST,
                "The TaskManager " + location.id() + " on " + location.host() + " was lost: " + what + ".");
    }

    private static String location(Execution execution) {
        return execution.slot() == null ? "" : execution.slot().location().id().value();
    }
}
