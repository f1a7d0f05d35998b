package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.Function;
import io.weir.functions.JoinFunction;
import io.weir.plan.ForwardedFields;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinType;
import io.weir.plan.Transformation;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.extraction.TypeExtractor;

/**
 * Pairs of records of two data sets with equal keys: tuples of both, unless the program says what else is made of them. The thread that builds the program owns it.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 */
public final class JoinedSets<A, B> extends PairedSets<A, B> {
    private final Join<?, A, B> join;

    JoinedSets(DataSet<A> first, DataSet<B> second, BatchOperations.Pair<?, A, B> pair, JoinType type, JoinHint hint) {
        super(
                first,
                second,
                join(
                        first,
                        new Join<>(pair, type, hint),
                        (one, other, out) -> out.collect(Tuple2.of(one, other)),
                        Types.TUPLE(first.getType(), second.getType())));
        this.join = new Join<>(pair, type, hint);
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
        return operator(noting(function, join(first, join, new OneResult<>(function), result)));
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
        return operator(join(first, join, function, result));
    }

    /** Notes what the class of a function says that will be called by another one. */
    private static <O> Transformation<O> noting(Function function, Transformation<O> operation) {
        ForwardedFields.of(function).forEach(operation.settings()::forward);
        return operation;
    }

    /** Returns this: a tuple of each pair. */
    public Operator<Tuple2<A, B>> pairs() {
        return this;
    }

    @Override
    <R extends Tuple> Transformation<R> project(PairProjection<A, B, R> projection) {
        Transformation<R> joined = join(first, join, new OneResult<>(projection), projection.type());
        projection.kept(first.getType(), second.getType()).forEach(joined.settings()::forward);
        return joined;
    }

    /**
     * What is joined, and how.
     *
     * @param inputs the inputs, by their keys
     * @param type what becomes of records without a match
     * @param hint what the program knows about it
     */
    private record Join<K, A, B>(BatchOperations.Pair<K, A, B> inputs, JoinType type, JoinHint hint) {}

    private static <K, A, B, O> Transformation<O> join(
            DataSet<A> first, Join<K, A, B> join, FlatJoinFunction<A, B, O> function, TypeInformation<O> result) {
        return BatchOperations.join(first.program(), join.inputs(), join.type(), join.hint(), function, result);
    }
}
