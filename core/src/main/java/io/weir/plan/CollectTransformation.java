package io.weir.plan;

import java.util.List;

/**
 * Sends records back to the client.
 *
 * @param settings what the program said beyond the operation
 * @param input where the records come from
 * @param resultId the id under which the client fetches them
 * @param <T> the type of the records
 */
public record CollectTransformation<T>(OperatorSettings<T> settings, Transformation<T> input, String resultId)
        implements Transformation<T> {
    @Override
    public List<Transformation<?>> inputs() {
        return List.of(input);
    }
}
