package io.weir.dataset;

import io.weir.connector.Sink;
import io.weir.connector.file.FileOutputFormat;
import io.weir.connector.file.WriteMode;
import io.weir.connector.format.OutputFormat;
import io.weir.execution.BatchOperations;
import io.weir.execution.Endpoints;
import io.weir.execution.Operations;
import io.weir.functions.FilterFunction;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.MapFunction;
import io.weir.functions.MapPartitionFunction;
import io.weir.functions.ReduceFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.plan.OperatorSettings;
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
public abstract class DataSet<T> extends DistributedSet<T> {
    /**
     * Creates a data set.
     *
     * @param environment the program
     * @param transformation where its records come from
     */
    DataSet(ExecutionEnvironment environment, Transformation<T> transformation) {
        super(environment, transformation);
    }

    @Override
    final DataSet<T> self() {
        return this;
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
                Operations.map(program(), getTransformation(), mapper, TypeExtractor.mapReturnType(mapper, getType())));
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
                program(), getTransformation(), flatMapper, TypeExtractor.flatMapReturnType(flatMapper, getType())));
    }

    /**
     * Keeps the records that a condition holds for.
     *
     * @param filter the condition
     * @return those records
     */
    public Operator<T> filter(FilterFunction<T> filter) {
        return operator(Operations.filter(program(), getTransformation(), filter));
    }

    /**
     * Makes any number of results of all records that one parallel instance has.
     *
     * @param mapper gets the records, in the order in which they came
     * @param <R> the type of the results
     * @return the results
     */
    public <R> Operator<R> mapPartition(MapPartitionFunction<T, R> mapper) {
        TypeInformation<R> type = TypeExtractor.resultType(mapper, MapPartitionFunction.class, 1, getType());
        return operator(BatchOperations.mapPartition(program(), getTransformation(), mapper, type));
    }

    /**
     * Makes a tuple of some of the fields of each record.
     *
     * @param fields the positions of the fields, from 0, in the order of the tuple
     * @param <R> the tuple
     * @return the tuples
     */
    public <R extends Tuple> Operator<R> project(int... fields) {
        Projection<T, R> projection = Projection.of(getType(), fields);
        Transformation<R> projected =
                Operations.map(program(), getTransformation(), projection, projection.getProducedType());
        projected.settings().forward(Projection.kept(0, getType(), projection.fields()));
        return operator(projected).name("Project");
    }

    /**
     * Merges this data set with another of the same type.
     *
     * @param other the other
     * @return all records of both
     */
    public Operator<T> union(DataSet<T> other) {
        getExecutionEnvironment().requireOwn(other);
        return operator(Operations.union(program(), List.of(getTransformation(), other.getTransformation())));
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

    /**
     * Adds a field up. The other fields are those of the first record.
     *
     * @param field the name of a numeric field
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> sum(String field) {
        return all().sum(field);
    }

    /**
     * Keeps the smallest value of a field. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> min(String field) {
        return all().min(field);
    }

    /**
     * Keeps the greatest value of a field. The other fields are those of the first record.
     *
     * @param field the name of a comparable field
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> max(String field) {
        return all().max(field);
    }

    /**
     * Aggregates a field; {@link AggregateOperator#and} aggregates further ones.
     *
     * @param aggregation how
     * @param position the position of the field, from 0
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> aggregate(Aggregations aggregation, int position) {
        return all().aggregate(aggregation, position);
    }

    /**
     * Aggregates a field; {@link AggregateOperator#and} aggregates further ones.
     *
     * @param aggregation how
     * @param field the name of the field
     * @return one record, or none if there are none
     */
    public AggregateOperator<T> aggregate(Aggregations aggregation, String field) {
        return all().aggregate(aggregation, field);
    }

    /**
     * Keeps the record with the smallest values of some fields, of which the first decides before the others.
     *
     * @param fields the positions of the fields, from 0
     * @return one record, or none if there are none
     */
    public Operator<T> minBy(int... fields) {
        return all().minBy(fields);
    }

    /**
     * Keeps the record with the greatest values of some fields, of which the first decides before the others.
     *
     * @param fields the positions of the fields, from 0
     * @return one record, or none if there are none
     */
    public Operator<T> maxBy(int... fields) {
        return all().maxBy(fields);
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
     * Makes any number of results of some of the records together, where they are.
     *
     * @param combiner gets as many records as there is memory for
     * @param <R> the type of the results
     * @return the results
     */
    public <R> Operator<R> combineGroup(GroupCombineFunction<T, R> combiner) {
        return all().combineGroup(combiner);
    }

    /**
     * Keeps some records: of a data set whose records are in one partition, such as those of {@code sortPartition} with a
     * parallelism of 1, the first ones in their order, of others whichever they are.
     *
     * @param count how many, at least 1
     * @return those records
     */
    public Operator<T> first(int count) {
        Operator<T> ofEach = operator(
                BatchOperations.mapPartition(program(), getTransformation(), new FirstOfPartition<>(count), getType()));
        // No record travels: there are as many instances as of the records.
        ofEach.getTransformation()
                .settings()
                .setParallelism(getTransformation().settings().parallelism());
        return operator(BatchOperations.mapPartition(
                        program(), ofEach.getTransformation(), new FirstOfPartition<>(count), getType()))
                .setParallelism(1)
                .name("First " + count);
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
        return groupBy(key).distinct();
    }

    /**
     * Keeps one of each set of tuples with the same fields.
     *
     * @param fields the positions of the fields, from 0
     * @return those tuples
     */
    public Operator<T> distinct(int... fields) {
        return groupBy(fields).distinct();
    }

    /**
     * Keeps one of each set of records with the same fields.
     *
     * @param fields the names of the fields
     * @return those records
     */
    public Operator<T> distinct(String... fields) {
        return groupBy(fields).distinct();
    }

    /**
     * Begins a bulk iteration: what follows up to {@link IterativeDataSet#closeWith} is done again and again, each time with
     * what the time before has made.
     *
     * @param maxIterations how many times at most
     * @return what the first superstep begins with: these records
     */
    public IterativeDataSet<T> iterate(int maxIterations) {
        return IterativeDataSet.of(self(), maxIterations);
    }

    /**
     * Begins a delta iteration, whose solution set begins with these records: what follows up to {@link
     * DeltaIteration#closeWith} is done again and again, each time with the workset that the time before has made, until that
     * is empty.
     *
     * @param workset what the first superstep begins with
     * @param maxIterations how many times at most
     * @param keyFields the positions of the fields that are the key of the solution set: it has one record of each key
     * @param <W> the type of the workset
     * @return the iteration
     */
    public <W> DeltaIteration<T, W> iterateDelta(DataSet<W> workset, int maxIterations, int... keyFields) {
        return DeltaIteration.of(this, workset, maxIterations, FieldKeys.at(getType(), keyFields));
    }

    /**
     * Begins a delta iteration, as the other method of this name does.
     *
     * @param workset what the first superstep begins with
     * @param maxIterations how many times at most
     * @param keyFields the names of the fields that are the key of the solution set
     * @param <W> the type of the workset
     * @return the iteration
     */
    public <W> DeltaIteration<T, W> iterateDelta(DataSet<W> workset, int maxIterations, String... keyFields) {
        return DeltaIteration.of(this, workset, maxIterations, FieldKeys.named(getType(), keyFields));
    }

    /** Runs the program and brings all records back. */
    public List<T> collect() {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = program().collect(getTransformation(), null)) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    /** Runs the program and counts the records. */
    public long count() {
        Operator<Long> ones = operator(Operations.map(program(), getTransformation(), record -> 1L, Types.LONG));
        // The instances of the records themselves count, so that no record travels.
        ones.getTransformation()
                .settings()
                .setParallelism(getTransformation().settings().parallelism());
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
        return new DataSink<>(Endpoints.text(program(), getTransformation(), directory, mode));
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
        return new DataSink<>(Endpoints.csv(program(), getTransformation(), directory, mode, delimiter));
    }

    /**
     * Writes the records to a sink when the program runs.
     *
     * @param sink the sink
     * @return the end of the data, which can be named and given a parallelism
     */
    public DataSink<T> output(Sink<T> sink) {
        return new DataSink<>(Endpoints.sink(program(), getTransformation(), sink, "Writer"));
    }

    /**
     * Writes the records with an output format when the program runs.
     *
     * @param format the format
     * @return the sink
     */
    public DataSink<T> output(OutputFormat<T> format) {
        return new DataSink<>(Endpoints.output(program(), getTransformation(), format));
    }

    /**
     * Writes the records to files. The files appear when the job has succeeded.
     *
     * @param format writes them
     * @param directory where they go; the job is refused if there is something already
     * @return the sink
     */
    public DataSink<T> write(FileOutputFormat<T> format, String directory) {
        return write(format, directory, WriteMode.NO_OVERWRITE);
    }

    /**
     * Writes the records to files. The files appear when the job has succeeded.
     *
     * @param format writes them
     * @param directory where they go
     * @param mode what happens if there is something already
     * @return the sink
     */
    public DataSink<T> write(FileOutputFormat<T> format, String directory, WriteMode mode) {
        format.setOutputFilePath(directory);
        format.setWriteMode(mode);
        return output(format);
    }
}
