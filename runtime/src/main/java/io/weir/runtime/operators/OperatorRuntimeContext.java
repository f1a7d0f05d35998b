package io.weir.runtime.operators;

import io.weir.functions.JobInfo;
import io.weir.functions.RuntimeContext;
import io.weir.functions.TaskInfo;
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

/** What the functions of one operator are told. The task's thread owns it. */
public class OperatorRuntimeContext implements RuntimeContext {
    private final String operatorName;
    private final JobInfo job;
    private final TaskInfo task;
    private final ClassLoader classLoader;
    private KeyedStateStore keyedState;

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
