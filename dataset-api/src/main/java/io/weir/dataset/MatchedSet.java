package io.weir.dataset;

import io.weir.execution.BatchRecords;
import io.weir.execution.Program;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinType;
import io.weir.plan.Transformation;
import io.weir.types.TypeInformation;

/**
 * What a data set is, and what it makes together with another one; {@link DataSet} has the rest. The thread that builds
 * the program owns it.
 *
 * @param <T> the type of the records
 */
abstract class MatchedSet<T> implements BatchRecords<T> {
    private final ExecutionEnvironment environment;
    private final Transformation<T> transformation;

    /**
     * Creates a data set.
     *
     * @param environment the program
     * @param transformation where its records come from
     */
    MatchedSet(ExecutionEnvironment environment, Transformation<T> transformation) {
        this.environment = environment;
        this.transformation = transformation;
        transformation.settings().setBatch();
    }

    /** Returns the environment that the data set belongs to. */
    public ExecutionEnvironment getExecutionEnvironment() {
        return environment;
    }

    @Override
    public final Program getProgram() {
        return environment.program();
    }

    @Override
    public Transformation<T> getTransformation() {
        return transformation;
    }

    /** Returns the type of the records. */
    public TypeInformation<T> getType() {
        return transformation.settings().outputType();
    }

    final Program program() {
        return environment.program();
    }

    final <R> Operator<R> operator(Transformation<R> operation) {
        return new Operator<>(environment, operation);
    }

    /** Returns this. */
    abstract DataSet<T> self();

    /**
     * Joins this data set with another by keys: what follows says which.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> join(DataSet<R> other) {
        return join(other, JoinHint.OPTIMIZER_CHOOSES);
    }

    /**
     * Joins as {@link #join(DataSet)} does, in the way that the program says.
     *
     * @param other the other
     * @param hint how it is done
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> join(DataSet<R> other, JoinHint hint) {
        return join(other, JoinType.INNER, hint, "join()");
    }

    /**
     * Joins as {@link #join(DataSet)} does with a data set that is much smaller than this one: it is sent to every instance.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> joinWithTiny(DataSet<R> other) {
        return join(other, JoinHint.BROADCAST_HASH_SECOND);
    }

    /**
     * Joins as {@link #join(DataSet)} does with a data set that is much larger than this one, which is sent to every instance.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> joinWithHuge(DataSet<R> other) {
        return join(other, JoinHint.BROADCAST_HASH_FIRST);
    }

    /**
     * Joins as {@link #join(DataSet)} does, and also keeps records of this data set for which the other has none.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> leftOuterJoin(DataSet<R> other) {
        return leftOuterJoin(other, JoinHint.OPTIMIZER_CHOOSES);
    }

    /**
     * Joins as {@link #leftOuterJoin(DataSet)} does, in the way that the program says.
     *
     * @param other the other
     * @param hint how it is done; an input whose records are all kept cannot be broadcast
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> leftOuterJoin(DataSet<R> other, JoinHint hint) {
        return join(other, JoinType.LEFT_OUTER, hint, "leftOuterJoin()");
    }

    /**
     * Joins as {@link #join(DataSet)} does, and also keeps records of the other data set for which this one has none.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> rightOuterJoin(DataSet<R> other) {
        return rightOuterJoin(other, JoinHint.OPTIMIZER_CHOOSES);
    }

    /**
     * Joins as {@link #rightOuterJoin(DataSet)} does, in the way that the program says.
     *
     * @param other the other
     * @param hint how it is done; an input whose records are all kept cannot be broadcast
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> rightOuterJoin(DataSet<R> other, JoinHint hint) {
        return join(other, JoinType.RIGHT_OUTER, hint, "rightOuterJoin()");
    }

    /**
     * Joins as {@link #join(DataSet)} does, and also keeps records of both data sets for which the other has none.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> fullOuterJoin(DataSet<R> other) {
        return fullOuterJoin(other, JoinHint.OPTIMIZER_CHOOSES);
    }

    /**
     * Joins as {@link #fullOuterJoin(DataSet)} does, in the way that the program says.
     *
     * @param other the other
     * @param hint how it is done; an input whose records are all kept cannot be broadcast
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, JoinedSets<T, R>> fullOuterJoin(DataSet<R> other, JoinHint hint) {
        return join(other, JoinType.FULL_OUTER, hint, "fullOuterJoin()");
    }

    private <R> Matching.Pairing<T, R, JoinedSets<T, R>> join(
            DataSet<R> other, JoinType type, JoinHint hint, String what) {
        return new Matching.Pairing<>(
                self(), other, what, (first, second, pair) -> new JoinedSets<>(first, second, pair, type, hint));
    }

    /**
     * Brings the groups of this data set and another together by keys: what follows says which.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, CoGroupedSets<T, R>> coGroup(DataSet<R> other) {
        return new Matching.Pairing<>(self(), other, "coGroup()", CoGroupedSets::new);
    }

    /**
     * Pairs each record of this data set with each of another, which is sent to every instance.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return the pairs
     */
    public <R> CrossedSets<T, R> cross(DataSet<R> other) {
        return CrossedSets.of(self(), other, false);
    }

    /**
     * Pairs each record of this data set with each of a much smaller one, which is sent to every instance.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return the pairs
     */
    public <R> CrossedSets<T, R> crossWithTiny(DataSet<R> other) {
        return CrossedSets.of(self(), other, false);
    }

    /**
     * Pairs each record of this data set, which is sent to every instance, with each of a much larger one.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return the pairs
     */
    public <R> CrossedSets<T, R> crossWithHuge(DataSet<R> other) {
        return CrossedSets.of(self(), other, true);
    }
}
