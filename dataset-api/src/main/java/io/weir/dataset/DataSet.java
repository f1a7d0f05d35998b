package io.weir.dataset;

import io.weir.connector.Sink;
import io.weir.connector.file.WriteMode;
import io.weir.execution.Endpoints;
import io.weir.execution.Operations;
import io.weir.execution.Program;
import io.weir.functions.FilterFunction;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.MapFunction;
import io.weir.functions.ReduceFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.JoinHint;
import io.weir.plan.JoinType;
import io.weir.plan.Keying;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Partitioning;
import io.weir.plan.Transformation;
import io.weir.tuple.Tuple;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.CloseableIterator;
import java.util.ArrayList;
import java.util.List;

/**
 * A bounded collection of records of one type, as a part of a program that is being written: its methods add operations,
 * nothing runs before the environment executes or a result is asked for. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public abstract class DataSet<T> {
    private final ExecutionEnvironment environment;
    private final Transformation<T> transformation;

    /**
     * Creates a data set.
     *
     * @param environment the program
     * @param transformation where its records come from
     */
    DataSet(ExecutionEnvironment environment, Transformation<T> transformation) {
        this.environment = environment;
        this.transformation = transformation;
    }

    /** Returns the environment that the data set belongs to. */
    public ExecutionEnvironment getExecutionEnvironment() {
        return environment;
    }

    /** Returns the operation that the records come from. */
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

    /**
     * Turns each record into one other.
     *
     * @param mapper the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> Operator<R> map(MapFunction<T, R> mapper) {
        return operator(
                Operations.map(program(), transformation, mapper, TypeExtractor.mapReturnType(mapper, getType())));
    }

    /**
     * Turns each record into any number of others.
     *
     * @param flatMapper the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> Operator<R> flatMap(FlatMapFunction<T, R> flatMapper) {
        return operator(Operations.flatMap(
                program(), transformation, flatMapper, TypeExtractor.flatMapReturnType(flatMapper, getType())));
    }

    /**
     * Keeps the records that a condition holds for.
     *
     * @param filter the condition
     * @return those records
     */
    public Operator<T> filter(FilterFunction<T> filter) {
        return operator(Operations.filter(program(), transformation, filter));
    }

    /**
     * Merges this data set with another of the same type.
     *
     * @param other the other
     * @return all records of both
     */
    public Operator<T> union(DataSet<T> other) {
        environment.requireOwn(other);
        return operator(Operations.union(program(), List.of(transformation, other.transformation)));
    }

    /** Distributes the records evenly over the instances of the next operator. */
    public Operator<T> rebalance() {
        return operator(Operations.partition(program(), transformation, new Partitioning.Rebalance<>()));
    }

    /**
     * Combines all records into one.
     *
     * @param reducer combines two records
     * @return one record, or none if there are none
     */
    public Operator<T> reduce(ReduceFunction<T> reducer) {
        return all().reduce(reducer);
    }

    /**
     * Adds a field up. The other fields are those of the first record.
     *
     * @param position the position of a numeric field, from 0
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> sum(int position) {
        return all().sum(position);
    }

    /**
     * Keeps the smallest value of a field. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> min(int position) {
        return all().min(position);
    }

    /**
     * Keeps the greatest value of a field. The other fields are those of the first record.
     *
     * @param position the position of a comparable field, from 0
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> max(int position) {
        return all().max(position);
    }

    private UnsortedGrouping<T> all() {
        return UnsortedGrouping.of(this, new Keying<>(record -> 0, Types.INT), 1);
    }

    /**
     * Groups the records by a key.
     *
     * @param key finds the key of a record; keys need a hash that is the same in every process
     * @param <K> the type of the key
     * @return the groups
     */
    public <K> UnsortedGrouping<T> groupBy(KeySelector<T, K> key) {
        return groupBy(new Keying<>(key, TypeExtractor.keyType(key, getType())));
    }

    /**
     * Groups tuples by some of their fields.
     *
     * @param fields the positions of the fields, from 0
     * @return the groups
     */
    public UnsortedGrouping<T> groupBy(int... fields) {
        Keying<T, Tuple> keying = FieldKeys.at(getType(), fields);
        return groupBy(keying);
    }

    /**
     * Groups records by some of their fields.
     *
     * @param fields the names of the fields; those of tuples are {@code f0}, {@code f1} and so on
     * @return the groups
     */
    public UnsortedGrouping<T> groupBy(String... fields) {
        Keying<T, Tuple> keying = FieldKeys.named(getType(), fields);
        return groupBy(keying);
    }

    private <K> UnsortedGrouping<T> groupBy(Keying<T, K> keying) {
        return UnsortedGrouping.of(this, keying, OperatorSettings.DEFAULT);
    }

    /**
     * Makes any number of results of all records together, in one place.
     *
     * @param reducer gets the records, unless there are none
     * @param <R> the type of the results
     * @return the results
     */
    public <R> Operator<R> reduceGroup(GroupReduceFunction<T, R> reducer) {
        return all().reduceGroup(reducer);
    }

    /**
     * Keeps some records, whichever they are.
     *
     * @param count how many, at least 1
     * @return those records
     */
    public Operator<T> first(int count) {
        return all().first(count);
    }

    /** Keeps one of each set of equal records. */
    public Operator<T> distinct() {
        return distinct(record -> record);
    }

    /**
     * Keeps one record of each key.
     *
     * @param key finds the key of a record
     * @param <K> the type of the key
     * @return those records
     */
    public <K> Operator<T> distinct(KeySelector<T, K> key) {
        return groupBy(key).reduce((first, second) -> first).name("Distinct");
    }

    /**
     * Keeps one of each set of tuples with the same fields.
     *
     * @param fields the positions of the fields, from 0
     * @return those tuples
     */
    public Operator<T> distinct(int... fields) {
        return groupBy(fields).reduce((first, second) -> first).name("Distinct");
    }

    /**
     * Keeps one of each set of records with the same fields.
     *
     * @param fields the names of the fields
     * @return those records
     */
    public Operator<T> distinct(String... fields) {
        return groupBy(fields).reduce((first, second) -> first).name("Distinct");
    }

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
                this, other, what, (first, second, pair) -> new JoinedSets<>(first, second, pair, type, hint));
    }

    /**
     * Brings the groups of this data set and another together by keys: what follows says which.
     *
     * @param other the other
     * @param <R> the type of its records
     * @return what takes the keys
     */
    public <R> Matching.Pairing<T, R, CoGroupedSets<T, R>> coGroup(DataSet<R> other) {
        return new Matching.Pairing<>(this, other, "coGroup()", CoGroupedSets::new);
    }

    /**
     * Begins a bulk iteration: what follows up to {@link IterativeDataSet#closeWith} is done again and again, each time with
     * what the time before has made.
     *
     * @param maxIterations how many times at most
     * @return what the first superstep begins with: these records
     */
    public IterativeDataSet<T> iterate(int maxIterations) {
        return IterativeDataSet.of(this, maxIterations);
    }

    /** Runs the program and brings all records back. */
    public List<T> collect() {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = program().collect(transformation, null)) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    /** Runs the program and counts the records. */
    public long count() {
        Operator<Long> ones = operator(Operations.map(program(), transformation, record -> 1L, Types.LONG));
        // The instances of the records themselves count, so that no record travels.
        ones.getTransformation()
                .settings()
                .setParallelism(transformation.settings().parallelism());
        return ones.reduce(Long::sum).collect().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Runs the program and prints all records to this process's standard output. */
    public void print() {
        collect().forEach(System.out::println);
    }

    /** Runs the program and prints all records to this process's standard error. */
    public void printToErr() {
        collect().forEach(System.err::println);
    }

    /**
     * Writes the records to text files, one line each, as {@code toString()} writes it. The files appear when the job
     * has succeeded.
     *
     * @param directory where they go; the job is refused if there is something already
     * @return the sink
     */
    public DataSink<T> writeAsText(String directory) {
        return writeAsText(directory, WriteMode.NO_OVERWRITE);
    }

    /**
     * Writes the records to text files, one line each, as {@code toString()} writes it. The files appear when the job
     * has succeeded.
     *
     * @param directory where they go
     * @param mode what happens if there is something already
     * @return the sink
     */
    public DataSink<T> writeAsText(String directory, WriteMode mode) {
        return new DataSink<>(Endpoints.text(program(), transformation, directory, mode));
    }

    /**
     * Writes tuples, Java records, arrays or lists to CSV files, one line each. The files appear when the job has succeeded.
     *
     * @param directory where they go; the job is refused if there is something already
     * @return the sink
     */
    public DataSink<T> writeAsCsv(String directory) {
        return writeAsCsv(directory, WriteMode.NO_OVERWRITE);
    }

    /**
     * Writes tuples, Java records, arrays or lists to CSV files, one line each. The files appear when the job has succeeded.
     *
     * @param directory where they go
     * @param mode what happens if there is something already
     * @return the sink
     */
    public DataSink<T> writeAsCsv(String directory, WriteMode mode) {
        return writeAsCsv(directory, mode, ',');
    }

    /**
     * Writes tuples, Java records, arrays or lists to CSV files, one line each. The files appear when the job has succeeded.
     *
     * @param directory where they go
     * @param mode what happens if there is something already
     * @param delimiter what stands between fields
     * @return the sink
     */
    public DataSink<T> writeAsCsv(String directory, WriteMode mode, char delimiter) {
        return new DataSink<>(Endpoints.csv(program(), transformation, directory, mode, delimiter));
    }

    /**
     * Writes the records to a sink when the program runs.
     *
     * @param sink the sink
     * @return the end of the data, which can be named and given a parallelism
     */
    public DataSink<T> output(Sink<T> sink) {
        return new DataSink<>(Endpoints.sink(program(), transformation, sink, "Writer"));
    }
}
