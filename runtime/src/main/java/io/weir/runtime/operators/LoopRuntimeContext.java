package io.weir.runtime.operators;

import io.weir.functions.IterationRuntimeContext;
import io.weir.functions.JobInfo;
import io.weir.functions.TaskInfo;
import io.weir.functions.iteration.Aggregator;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;

/** What the functions of an operator in an iteration are told. The task's thread owns it. */
public final class LoopRuntimeContext extends OperatorRuntimeContext implements IterationRuntimeContext {
    private final LoopPlace loop;
    private final String operatorName;

    /**
     * Creates it.
     *
     * @param operatorName the name of the operator
     * @param job the job
     * @param task the parallel instance
     * @param classLoader knows the program's classes
     * @param loop the iteration
     */
    public LoopRuntimeContext(
            String operatorName, JobInfo job, TaskInfo task, ClassLoader classLoader, LoopPlace loop) {
        super(operatorName, job, task, classLoader);
        this.operatorName = operatorName;
        this.loop = loop;
    }

    @Override
    public int getSuperstepNumber() {
        return loop.superstep();
    }

    @Override
    @SuppressWarnings("unchecked") // the program knows the class of what it has registered
    public <A extends Aggregator<?>> A getIterationAggregator(String name) {
        return (A) known(name);
    }

    @Override
    @SuppressWarnings("unchecked") // the program knows the class of what it has registered
    public <T extends Serializable> T getPreviousIterationAggregate(String name) {
        known(name);
        return (T) loop.previous(name);
    }

    private Aggregator<?> known(String name) {
        Aggregator<?> aggregator = loop.aggregator(name);
        if (aggregator == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The function of '" + operatorName + "' asks for the aggregator '" + name
                            + "', but the iteration has none of that name: call registerAggregator() before"
                            + " closeWith().");
        }
        return aggregator;
    }
}
