package io.weir.runtime.batch;

import io.weir.functions.FlatJoinFunction;
import io.weir.functions.KeySelector;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;

/**
 * Looks for the record of the solution set that each record matches, in the same slot. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <S> the type of the solution set
 * @param <O> the type of the output
 */
public final class SolutionJoinOperator<K, T, S, O> extends FunctionOperator<FlatJoinFunction<T, S, O>, T, O> {
    private final KeySelector<T, K> selector;
    private final SolutionKeys<K, S> keys;
    private final boolean keepsUnmatched;
    private final TimestampedCollector<O> collector;
    private SolutionView<K, S> solution;

    private SolutionJoinOperator(OperatorContext context, Spec<K, T, S, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.selector = FieldKeys.bare(spec.keying()).selector();
        this.keys = spec.solution();
        this.keepsUnmatched = spec.keepsUnmatched();
        this.collector = new TimestampedCollector<>(output);
    }

    /** Returns what looks into the part of the solution set that is in the slot of an operator. */
    @SuppressWarnings("unchecked") // the plan's types fit
    static <K, S> SolutionView<K, S> solutionOf(OperatorContext context, SolutionKeys<K, S> keys) {
        return ((SolutionSet<K, S>) context.loop().slot().get(SolutionSet.NAME)).view(keys);
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        if (solution == null) {
            solution = solutionOf(context, keys);
        }
        try {
            S match = solution.get(selector.getKey(value));
            if (match != null) {
                function.join(value, match, collector);
            } else if (keepsUnmatched) {
                function.join(value, null, collector);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the key of a record is found
     * @param function the user's function; the solution set's record is the second
     * @param solution what is known of the records of the solution set
     * @param keepsUnmatched whether records without a match are given to the function, with null
     * @param <K> the type of the keys
     * @param <T> the type of the records
     * @param <S> the type of the solution set
     * @param <O> the type of the output
     */
    public record Spec<K, T, S, O>(
            Keying<T, K> keying,
            FlatJoinFunction<T, S, O> function,
            SolutionKeys<K, S> solution,
            boolean keepsUnmatched)
            implements OperatorSpec<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new SolutionJoinOperator<>(context, this, output);
        }
    }
}
