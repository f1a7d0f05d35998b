package io.weir.dataset;

import io.weir.plan.Transformation;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple2;
import java.util.List;

/**
 * Pairs of records of two data sets: a data set of tuples of both, unless the program says what else is made of them. The
 * thread that builds the program owns it.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 */
public abstract class PairedSets<A, B> extends Operator<Tuple2<A, B>> {
    /** The first data set. */
    final DataSet<A> first;

    /** The second data set. */
    final DataSet<B> second;

    PairedSets(DataSet<A> first, DataSet<B> second, Transformation<Tuple2<A, B>> pairs) {
        super(first.getExecutionEnvironment(), pairs);
        this.first = first;
        this.second = second;
    }

    /**
     * Makes tuples of some fields of each pair, beginning with fields of the first record.
     *
     * @param fields the positions of the fields, from 0, in the order of the tuple; none stand for the whole record
     * @param <R> the tuple
     * @return the tuples; further fields can be added
     */
    public <R extends Tuple> ProjectedPairs<A, B, R> projectFirst(int... fields) {
        return new ProjectedPairs<>(this, none().withFirst(first.getType(), fields));
    }

    /**
     * Makes tuples of some fields of each pair, beginning with fields of the second record.
     *
     * @param fields the positions of the fields, from 0, in the order of the tuple; none stand for the whole record
     * @param <R> the tuple
     * @return the tuples; further fields can be added
     */
    public <R extends Tuple> ProjectedPairs<A, B, R> projectSecond(int... fields) {
        return new ProjectedPairs<>(this, none().withSecond(second.getType(), fields));
    }

    private PairProjection<A, B, Tuple> none() {
        return new PairProjection<>(List.of());
    }

    /** Adds the operation that makes tuples of each pair. */
    abstract <R extends Tuple> Transformation<R> project(PairProjection<A, B, R> projection);
}
