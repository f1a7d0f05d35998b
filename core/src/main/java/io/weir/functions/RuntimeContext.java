package io.weir.functions;

import io.weir.functions.accumulators.Accumulator;
import io.weir.functions.accumulators.DoubleCounter;
import io.weir.functions.accumulators.Histogram;
import io.weir.functions.accumulators.IntCounter;
import io.weir.functions.accumulators.LongCounter;
import io.weir.state.KeyedStateStore;
import java.io.Serializable;
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

    /**
     * Makes an accumulator a part of the job's result, merged with those of the same name of all other instances and functions.
     *
     * @param name its name
     * @param accumulator the accumulator, which has taken nothing up yet
     * @param <V> the type of its values
     * @param <R> the type of its result
     * @throws io.weir.util.WeirException if the function has one of that name already
     */
    <V, R extends Serializable> void addAccumulator(String name, Accumulator<V, R> accumulator);

    /**
     * Returns an accumulator that was added.
     *
     * @param name its name
     * @param <V> the type of its values
     * @param <R> the type of its result
     * @return the accumulator; null if the function has none of that name
     */
    <V, R extends Serializable> Accumulator<V, R> getAccumulator(String name);

    /**
     * Returns the counter of a name, which is added if there is none yet.
     *
     * @param name its name
     * @throws io.weir.util.WeirException if the accumulator of that name is another
     */
    IntCounter getIntCounter(String name);

    /**
     * Returns the counter of a name, which is added if there is none yet.
     *
     * @param name its name
     * @throws io.weir.util.WeirException if the accumulator of that name is another
     */
    LongCounter getLongCounter(String name);

    /**
     * Returns the counter of a name, which is added if there is none yet.
     *
     * @param name its name
     * @throws io.weir.util.WeirException if the accumulator of that name is another
     */
    DoubleCounter getDoubleCounter(String name);

    /**
     * Returns the histogram of a name, which is added if there is none yet.
     *
     * @param name its name
     * @throws io.weir.util.WeirException if the accumulator of that name is another
     */
    Histogram getHistogram(String name);

    /** Returns the files that the program has registered. */
    DistributedCache getDistributedCache();

    /** Returns the class loader that knows the program's classes. */
    ClassLoader getUserCodeClassLoader();
}
