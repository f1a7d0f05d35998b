package io.weir.datastream;

import io.weir.plan.Transformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * A stream that begins at a source. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class DataStreamSource<T> extends SingleOutputStreamOperator<T> {
    private final boolean parallel;

    /**
     * Creates a stream.
     *
     * @param environment the program
     * @param transformation the source
     * @param parallel whether it can have more than one instance
     */
    DataStreamSource(StreamExecutionEnvironment environment, Transformation<T> transformation, boolean parallel) {
        super(environment, transformation);
        this.parallel = parallel;
    }

    @Override
    public DataStreamSource<T> setParallelism(int parallelism) {
        if (!parallel && parallelism != 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The source '" + getName() + "' reads with one instance and cannot have the parallelism "
                            + parallelism + ": let a function be a ParallelSourceFunction, or set the parallelism of"
                            + " the next operator.");
        }
        super.setParallelism(parallelism);
        return this;
    }
}
