package io.weir.client;

import io.weir.execution.JobId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** Reads the id of a job from a command line. No state. */
final class JobArgument {
    private JobArgument() {}

    static JobId parse(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw new WeirException(ErrorCode.USAGE, e.getMessage() + ".", e);
        }
    }
}
