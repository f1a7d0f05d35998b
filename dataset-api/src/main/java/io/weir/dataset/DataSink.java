package io.weir.dataset;

import io.weir.execution.Program;
import io.weir.plan.Transformation;

/**
 * The end of a data set. Its methods say more about the sink. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class DataSink<T> {
    private final Transformation<T> transformation;

    DataSink(Transformation<T> transformation) {
        this.transformation = transformation;
        transformation.settings().setBatch();
    }

    /** Returns the operation. */
    public Transformation<T> getTransformation() {
        return transformation;
    }

    /**
     * Names the sink for people.
     *
     * @param name the name
     * @return this
     */
    public DataSink<T> name(String name) {
        transformation.settings().setName(name);
        return this;
    }

    /**
     * Sets the number of parallel instances.
     *
     * @param parallelism at least 1
     * @return this
     */
    public DataSink<T> setParallelism(int parallelism) {
        transformation.settings().setParallelism(Program.checkParallelism(parallelism));
        return this;
    }
}
