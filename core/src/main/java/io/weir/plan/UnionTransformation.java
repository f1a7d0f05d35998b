package io.weir.plan;

import java.util.List;

/**
 * Merges streams of one type. It runs nothing by itself.
 *
 * @param settings what the program said beyond the operation
 * @param streams where the records come from
 * @param <T> the type of the records
 */
public record UnionTransformation<T>(OperatorSettings<T> settings, List<Transformation<T>> streams)
        implements Transformation<T> {
    /** Takes a copy of the list. */
    public UnionTransformation {
        streams = List.copyOf(streams);
    }

    @Override
    public List<Transformation<?>> inputs() {
        return List.copyOf(streams);
    }
}
