package io.weir.datastream;

import io.weir.plan.Transformation;

/**
 * The records of a side output. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class SideOutputDataStream<T> extends DataStream<T> {
    SideOutputDataStream(StreamExecutionEnvironment environment, Transformation<T> transformation) {
        super(environment, transformation);
    }
}
