package io.weir.time;

import java.io.Serializable;

/**
 * Makes timestamp assigners in the tasks. It travels with the program, the assigners do not.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface TimestampAssignerSupplier<T> extends Serializable {
    /**
     * Makes an assigner for a parallel instance or a split.
     *
     * @param context where it runs
     * @return the assigner
     */
    TimestampAssigner<T> createTimestampAssigner(Context context);

    /**
     * Returns the supplier of an assigner that holds nothing.
     *
     * @param assigner the assigner
     * @param <T> the type of the records
     * @return its supplier
     */
    static <T> TimestampAssignerSupplier<T> of(SerializableTimestampAssigner<T> assigner) {
        return context -> assigner;
    }

    /** Where an assigner runs. */
    interface Context {
        /** Returns the class loader that knows the program's classes. */
        ClassLoader getUserCodeClassLoader();
    }
}
