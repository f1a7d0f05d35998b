package io.weir.dataset;

import io.weir.tuple.Tuple;

/**
 * Tuples of some fields of pairs of records. The thread that builds the program owns it.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 * @param <R> the tuple
 */
public final class ProjectedPairs<A, B, R extends Tuple> extends Operator<R> {
    private final PairedSets<A, B> pairs;
    private final PairProjection<A, B, R> projection;

    ProjectedPairs(PairedSets<A, B> pairs, PairProjection<A, B, R> projection) {
        super(pairs.getExecutionEnvironment(), pairs.project(projection));
        this.pairs = pairs;
        this.projection = projection;
    }

    /**
     * Adds fields of the first record.
     *
     * @param fields the positions of the fields, from 0; none stand for the whole record
     * @param <S> the tuple
     * @return the longer tuples
     */
    public <S extends Tuple> ProjectedPairs<A, B, S> projectFirst(int... fields) {
        return new ProjectedPairs<>(pairs, projection.withFirst(pairs.first.getType(), fields));
    }

    /**
     * Adds fields of the second record.
     *
     * @param fields the positions of the fields, from 0; none stand for the whole record
     * @param <S> the tuple
     * @return the longer tuples
     */
    public <S extends Tuple> ProjectedPairs<A, B, S> projectSecond(int... fields) {
        return new ProjectedPairs<>(pairs, projection.withSecond(pairs.second.getType(), fields));
    }
}
