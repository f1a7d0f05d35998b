package io.weir.runtime.batch;

import io.weir.functions.CoGroupFunction;
import io.weir.functions.KeySelector;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;
import io.weir.types.order.Ordering;
import java.util.List;

/**
 * Gives the records of each key, with the record of the solution set that they match, to a function at the end of a
 * superstep. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <S> the type of the solution set
 * @param <O> the type of the output
 */
public final class SolutionCoGroupOperator<K, T, S, O> extends FunctionOperator<CoGroupFunction<T, S, O>, T, O> {
    private final KeySelector<T, K> selector;
    private final Ordering<T> byKey;
    private final SolutionKeys<K, S> keys;
    private final ExternalSorter<T> sorter;

    private SolutionCoGroupOperator(OperatorContext context, Spec<K, T, S, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.selector = FieldKeys.bare(spec.keying()).selector();
        this.byKey = Ordering.grouping(spec.keying().selector(), spec.keying().keyType());
        this.keys = spec.solution();
        this.sorter = Sorters.create(context, spec.type(), byKey, spec.share());
    }

    @Override
    public void collect(T value, long timestamp) {
        sorter.add(value);
    }

    @Override
    public void finish() throws Exception {
        TimestampedCollector<O> collector = new TimestampedCollector<>(output);
        SortedGroups<T> groups = new SortedGroups<>(sorter.sorted(), byKey.create());
        SolutionView<K, S> solution = SolutionJoinOperator.solutionOf(context, keys);
        try {
            while (groups.nextGroup()) {
                S match = solution.get(selector.getKey(groups.first()));
                List<S> matches = match == null ? List.of() : List.of(match);
                function.coGroup(groups::group, matches, collector);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            Sorters.close(context, sorter);
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the key of a record is found
     * @param function the user's function; the solution set's record is the second
     * @param type the type of the records
     * @param solution what is known of the records of the solution set
     * @param share which part of the slot's managed memory it may take
     * @param <K> the type of the keys
     * @param <T> the type of the records
     * @param <S> the type of the solution set
     * @param <O> the type of the output
     */
    public record Spec<K, T, S, O>(
            Keying<T, K> keying,
            CoGroupFunction<T, S, O> function,
            TypeInformation<T> type,
            SolutionKeys<K, S> solution,
            double share)
            implements ManagedMemoryUser<T, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, T, S, O> withShare(double newShare) {
            return new Spec<>(keying, function, type, solution, newShare);
        }

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new SolutionCoGroupOperator<>(context, this, output);
        }
    }
}
