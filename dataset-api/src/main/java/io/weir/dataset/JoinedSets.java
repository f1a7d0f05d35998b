package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.JoinFunction;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinType;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.extraction.TypeExtractor;

/**
 * Two data sets that are joined by their keys. The thread that builds the program owns it.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 */
public final class JoinedSets<A, B> {
    private final DataSet<A> first;
    private final DataSet<B> second;
    private final BatchOperations.Pair<?, A, B> pair;
    private final JoinType type;
    private final JoinHint hint;

    JoinedSets(DataSet<A> first, DataSet<B> second, BatchOperations.Pair<?, A, B> pair, JoinType type, JoinHint hint) {
        this.first = first;
        this.second = second;
        this.pair = pair;
        this.type = type;
        this.hint = hint;
    }

    /**
     * Makes one result of each pair.
     *
     * @param function joins two records; in outer joins it gets null in place of a match that does not exist
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> with(JoinFunction<A, B, O> function) {
        TypeInformation<O> result =
                TypeExtractor.resultType(function, JoinFunction.class, 2, first.getType(), second.getType());
        return join(pair, new OneResult<>(function), result);
    }

    /**
     * Makes any number of results of each pair.
     *
     * @param function joins two records; in outer joins it gets null in place of a match that does not exist
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> with(FlatJoinFunction<A, B, O> function) {
        TypeInformation<O> result =
                TypeExtractor.resultType(function, FlatJoinFunction.class, 2, first.getType(), second.getType());
        return join(pair, function, result);
    }

    /** Makes a tuple of each pair. */
    public Operator<Tuple2<A, B>> pairs() {
        return join(
                pair,
                (one, other, out) -> out.collect(Tuple2.of(one, other)),
                Types.TUPLE(first.getType(), second.getType()));
    }

    private <K, O> Operator<O> join(
            BatchOperations.Pair<K, A, B> inputs, FlatJoinFunction<A, B, O> function, TypeInformation<O> result) {
        return first.operator(BatchOperations.join(first.program(), inputs, type, hint, function, result));
    }
}
