package io.weir.runtime.operators;

import io.weir.functions.BroadcastVariableInitializer;
import io.weir.functions.DistributedCache;
import io.weir.functions.JobInfo;
import io.weir.functions.RuntimeContext;
import io.weir.functions.TaskInfo;
import io.weir.functions.accumulators.Accumulator;
import io.weir.functions.accumulators.DoubleCounter;
import io.weir.functions.accumulators.Histogram;
import io.weir.functions.accumulators.IntCounter;
import io.weir.functions.accumulators.LongCounter;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.KeyedStateStore;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the functions of one operator are told. The task's thread owns it. */
public class OperatorRuntimeContext implements RuntimeContext {
    private final String operatorName;
    private final JobInfo job;
    private final TaskInfo task;
    private final ClassLoader classLoader;
    private final Map<String, List<?>> broadcast = new HashMap<>();
    private final Map<String, Object> initialized = new HashMap<>();
    private final Map<String, Accumulator<?, ?>> accumulators = new HashMap<>();
    private KeyedStateStore keyedState;
    private DistributedCache files;

    /**
     * Creates it for an operator without keyed state.
     *
     * @param operatorName the name of the operator
     * @param job the job
     * @param task the parallel instance
     * @param classLoader knows the program's classes
     */
    public OperatorRuntimeContext(String operatorName, JobInfo job, TaskInfo task, ClassLoader classLoader) {
        this.operatorName = operatorName;
        this.job = job;
        this.task = task;
        this.classLoader = classLoader;
    }

    /** Lets functions have state of the current key. */
    public void setKeyedState(KeyedStateStore states) {
        keyedState = states;
    }

    /** Lets functions ask for files. */
    public void setDistributedCache(DistributedCache cache) {
        files = cache;
    }

    @Override
    public DistributedCache getDistributedCache() {
        if (files == null) {
            throw new IllegalStateException("There are no cached files where '" + operatorName + "' runs.");
        }
        return files;
    }

    /**
     * Lets functions ask for a broadcast set.
     *
     * @param name by which name
     * @param records all records of it
     */
    public void setBroadcastVariable(String name, List<?> records) {
        broadcast.put(name, Collections.unmodifiableList(records));
        initialized.remove(name);
    }

    /** Returns what the functions have accumulated so far, by name. */
    public Map<String, Accumulator<?, ?>> accumulators() {
        return Collections.unmodifiableMap(accumulators);
    }

    @Override
    public <V, R extends Serializable> void addAccumulator(String name, Accumulator<V, R> accumulator) {
        if (accumulators.putIfAbsent(name, accumulator) != null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The function of '" + operatorName + "' adds the accumulator '" + name
                            + "' twice: add it in open(), and keep it in a field.");
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the function knows what it has added
    public <V, R extends Serializable> Accumulator<V, R> getAccumulator(String name) {
        return (Accumulator<V, R>) accumulators.get(name);
    }

    @Override
    public IntCounter getIntCounter(String name) {
        return accumulator(name, IntCounter.class, IntCounter::new);
    }

    @Override
    public LongCounter getLongCounter(String name) {
        return accumulator(name, LongCounter.class, LongCounter::new);
    }

    @Override
    public DoubleCounter getDoubleCounter(String name) {
        return accumulator(name, DoubleCounter.class, DoubleCounter::new);
    }

    @Override
    public Histogram getHistogram(String name) {
        return accumulator(name, Histogram.class, Histogram::new);
    }

    private <A extends Accumulator<?, ?>> A accumulator(String name, Class<A> type, Supplier<A> make) {
        Accumulator<?, ?> accumulator = accumulators.computeIfAbsent(name, none -> make.get());
        if (!type.isInstance(accumulator)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The function of '" + operatorName + "' asks for the " + type.getSimpleName() + " '" + name
                            + "', which is a " + accumulator.getClass().getSimpleName() + ".");
        }
        return type.cast(accumulator);
    }

    @Override
    public boolean hasBroadcastVariable(String name) {
        return broadcast.containsKey(name);
    }

    @Override
    @SuppressWarnings("unchecked") // the function knows of which type the set is that it was given
    public <T> List<T> getBroadcastVariable(String name) {
        List<?> records = broadcast.get(name);
        if (records == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The function of '" + operatorName + "' asks for the broadcast set '" + name
                            + "', but was given " + (broadcast.isEmpty() ? "none" : "only " + broadcast.keySet())
                            + ": call withBroadcastSet() on the operator.");
        }
        return (List<T>) records;
    }

    @Override
    @SuppressWarnings("unchecked") // what the function's initializer has made
    public <T, C> C getBroadcastVariableWithInitializer(String name, BroadcastVariableInitializer<T, C> initializer) {
        List<T> records = getBroadcastVariable(name);
        return (C) initialized.computeIfAbsent(name, key -> initializer.initializeBroadcastVariable(records));
    }

    @Override
    public JobInfo getJobInfo() {
        return job;
    }

    @Override
    public TaskInfo getTaskInfo() {
        return task;
    }

    @Override
    public ClassLoader getUserCodeClassLoader() {
        return classLoader;
    }

    @Override
    public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
        return keyed(descriptor.getName()).getState(descriptor);
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        return keyed(descriptor.getName()).getListState(descriptor);
    }

    @Override
    public <UK, UV> MapState<UK, UV> getMapState(MapStateDescriptor<UK, UV> descriptor) {
        return keyed(descriptor.getName()).getMapState(descriptor);
    }

    @Override
    public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
        return keyed(descriptor.getName()).getReducingState(descriptor);
    }

    @Override
    public <IN, ACC, OUT> AggregatingState<IN, OUT> getAggregatingState(
            AggregatingStateDescriptor<IN, ACC, OUT> descriptor) {
        return keyed(descriptor.getName()).getAggregatingState(descriptor);
    }

    private KeyedStateStore keyed(String name) {
        if (keyedState == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The function of '" + operatorName + "' asks for the keyed state '" + name
                            + "', but its input has no key: call keyBy() first.");
        }
        return keyedState;
    }
}
