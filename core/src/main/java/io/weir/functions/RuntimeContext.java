package io.weir.functions;

import io.weir.state.KeyedStateStore;
import java.util.List;

/**
 * What a rich function can learn about the job and the parallel instance that it runs in, and the state of the current key
 * where its input is keyed; elsewhere asking for such state is an error.
 */
public interface RuntimeContext extends KeyedStateStore {
    /** Returns the job. */
    JobInfo getJobInfo();

    /** Returns the parallel instance. */
    TaskInfo getTaskInfo();

    /**
     * Returns whether the operator was given a broadcast set.
     *
     * @param name the name that {@code withBroadcastSet} gave it
     */
    boolean hasBroadcastVariable(String name);

    /**
     * Returns all records of a broadcast set, in any order.
     *
     * @param name the name that {@code withBroadcastSet} gave it
     * @param <T> the type of the records
     * @return the records, which cannot be changed
     * @throws io.weir.util.WeirException if there is none of that name
     */
    <T> List<T> getBroadcastVariable(String name);

    /**
     * Returns what is made of all records of a broadcast set.
     *
     * @param name the name that {@code withBroadcastSet} gave it
     * @param initializer makes it, once for the instance
     * @param <T> the type of the records
     * @param <C> what is made of them
     * @return what was made
     * @throws io.weir.util.WeirException if there is none of that name
     */
    <T, C> C getBroadcastVariableWithInitializer(String name, BroadcastVariableInitializer<T, C> initializer);

    /** Returns the class loader that knows the program's classes. */
    ClassLoader getUserCodeClassLoader();
}
