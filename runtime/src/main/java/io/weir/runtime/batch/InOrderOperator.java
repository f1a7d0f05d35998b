package io.weir.runtime.batch;

import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import java.util.List;

/**
 * Passes on records that were to be sorted and are in that order already. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class InOrderOperator<T> extends Operator<T, T> {
    private InOrderOperator(Output<T> output) {
        super(output);
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        output.collect(value, Output.NO_TIMESTAMP);
    }

    /**
     * How it is made.
     *
     * @param <T> the type of the records
     */
    public record Spec<T>() implements OperatorSpec<T, T>, OrderUser {
        private static final long serialVersionUID = 1L;

        @Override
        public List<Integer> inputsInOrder() {
            return List.of(0);
        }

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new InOrderOperator<>(output);
        }
    }
}
