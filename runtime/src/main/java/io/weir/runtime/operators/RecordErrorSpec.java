package io.weir.runtime.operators;

import io.weir.configuration.RecordErrorPolicy;

/**
 * How an operator is made that goes on when its function fails on a record.
 *
 * @param operator how it is made otherwise
 * @param policy what happens to such records
 * @param directory where they are written, if they are; null otherwise
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public record RecordErrorSpec<I, O>(OperatorSpec<I, O> operator, RecordErrorPolicy policy, String directory)
        implements OperatorSpec<I, O> {
    private static final long serialVersionUID = 1L;

    @Override
    public Operator<I, O> create(OperatorContext context, Output<O> output) {
        context.recordErrors().use(policy, directory);
        return operator.create(context, output);
    }
}
