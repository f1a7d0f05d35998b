package io.weir.runtime.operators;

import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * The type that a program says of what an operator emits. Where it says another one than the function has, by {@code
 * returns} for instance, this shows with the first record only, as a failed cast somewhere behind. Immutable.
 *
 * @param operator who emits
 * @param type the type
 */
public record SaidType(String operator, TypeInformation<?> type) {
    /**
     * Explains a failure by a type that is wrong.
     *
     * @param failure the failure
     * @param value the record that it came with
     * @return what says which type is wrong, or the failure itself if it has another reason
     */
    public Throwable explain(Throwable failure, Object value) {
        boolean fits = value == null || type.isUnknown() || type.getTypeClass().isInstance(value);
        if (fits || !isFailedCast(failure)) {
            return failure;
        }
        return wrong("Operator '" + operator + "' emits", value.getClass(), type, failure);
    }

    /** Returns whether a cast has failed. */
    public static boolean isFailedCast(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ClassCastException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /**
     * Makes the failure.
     *
     * @param who who emits, with the verb
     * @param is the class of a record
     * @param said what the program says
     * @param cause what has failed
     * @return the failure
     */
    public static WeirException wrong(String who, Class<?> is, TypeInformation<?> said, Throwable cause) {
        return new WeirException(
                ErrorCode.INVALID_PROGRAM,
                who + " a " + is.getName() + ", but the program says that it emits " + said
                        + ": correct the type that it gives, by returns(...) for instance.",
                cause);
    }
}
