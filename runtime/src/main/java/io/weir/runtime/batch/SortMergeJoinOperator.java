package io.weir.runtime.batch;

import io.weir.functions.FlatJoinFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.JoinType;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Gives each pair of records with equal keys of two inputs to a function. The second input's records of a key are kept on
 * the heap while those of the first pass. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class SortMergeJoinOperator<K, A, B, O>
        extends SortedPairsOperator<FlatJoinFunction<A, B, O>, K, A, B, O> {
    private final JoinType type;
    private final TypeSerializer<A> firstCopies;
    private final TypeSerializer<B> secondCopies;
    private final List<B> kept = new ArrayList<>();

    private SortMergeJoinOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(context, spec.function(), new Inputs<>(spec.first(), spec.second(), spec.keying()), spec.share(), output);
        this.type = spec.joinType();
        this.firstCopies = spec.first().createSerializer();
        this.secondCopies = spec.second().createSerializer();
    }

    @Override
    void call(SortedPairs<K, A, B> pair) throws Exception {
        Iterator<A> first = pair.first();
        Iterator<B> second = pair.second();
        if (!first.hasNext()) {
            while (type.keepsSecond() && second.hasNext()) {
                function.join(null, second.next(), collector);
            }
        } else if (!second.hasNext()) {
            while (type.keepsFirst() && first.hasNext()) {
                function.join(first.next(), null, collector);
            }
        } else {
            joinAll(first, second);
        }
    }

    private void joinAll(Iterator<A> first, Iterator<B> second) throws Exception {
        kept.clear();
        second.forEachRemaining(kept::add);
        while (first.hasNext()) {
            A one = first.next();
            boolean last = !first.hasNext();
            for (int i = 0; i < kept.size(); i++) {
                // The function may change and emit what it gets: only the last use of a record gets the record itself.
                B other = kept.get(i);
                function.join(
                        i == kept.size() - 1 ? one : firstCopies.copy(one),
                        last ? other : secondCopies.copy(other),
                        collector);
            }
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found
     * @param joinType what becomes of records without a match
     * @param function the user's function
     * @param first the type of the first input
     * @param second the type of the second input
     * @param share which part of the slot's managed memory it may take
     * @param <K> the type of the keys
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(
            CoKeying<K, A, B> keying,
            JoinType joinType,
            FlatJoinFunction<A, B, O> function,
            TypeInformation<A> first,
            TypeInformation<B> second,
            double share)
            implements ManagedMemoryUser<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, A, B, O> withShare(double newShare) {
            return new Spec<>(keying, joinType, function, first, second, newShare);
        }

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new SortMergeJoinOperator<>(context, this, output);
        }
    }
}
