package io.weir.plan;

import io.weir.connector.Boundedness;
import io.weir.functions.SourceFunction;
import java.util.List;

/**
 * Runs a source function.
 *
 * @param settings what the program said beyond the operation
 * @param function the function
 * @param boundedness whether it ends by itself
 * @param <T> the type of the records
 */
public record SourceFunctionTransformation<T>(
        OperatorSettings<T> settings, SourceFunction<T> function, Boundedness boundedness)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of();
    }
}
