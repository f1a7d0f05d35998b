package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.functions.CrossFunction;
import io.weir.plan.Transformation;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.extraction.TypeExtractor;

/**
 * Each record of a data set with each of another: tuples of both, unless the program says what else is made of them. The
 * thread that builds the program owns it.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 */
public final class CrossedSets<A, B> extends PairedSets<A, B> {
    private final boolean broadcastsFirst;

    private CrossedSets(DataSet<A> first, DataSet<B> second, boolean broadcastsFirst) {
        super(
                first,
                second,
                cross(first, second, broadcastsFirst, Tuple2::of, Types.TUPLE(first.getType(), second.getType())));
        this.broadcastsFirst = broadcastsFirst;
    }

    static <A, B> CrossedSets<A, B> of(DataSet<A> first, DataSet<B> second, boolean broadcastsFirst) {
        first.getExecutionEnvironment().requireOwn(second);
        return new CrossedSets<>(first, second, broadcastsFirst);
    }

    /**
     * Makes one result of each pair.
     *
     * @param function takes a pair
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> with(CrossFunction<A, B, O> function) {
        TypeInformation<O> type =
                TypeExtractor.resultType(function, CrossFunction.class, 2, first.getType(), second.getType());
        return operator(cross(first, second, broadcastsFirst, function, type));
    }

    @Override
    <R extends Tuple> Transformation<R> project(PairProjection<A, B, R> projection) {
        return cross(first, second, broadcastsFirst, projection, projection.type());
    }

    private static <A, B, O> Transformation<O> cross(
            DataSet<A> first,
            DataSet<B> second,
            boolean broadcastsFirst,
            CrossFunction<A, B, O> function,
            TypeInformation<O> type) {
        return BatchOperations.cross(
                first.program(),
                first.getTransformation(),
                second.getTransformation(),
                broadcastsFirst,
                function,
                type);
    }
}
