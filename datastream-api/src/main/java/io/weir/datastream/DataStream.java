package io.weir.datastream;

import io.weir.connector.Sink;
import io.weir.connector.file.WriteMode;
import io.weir.execution.Endpoints;
import io.weir.execution.KeyedOperations;
import io.weir.execution.Operations;
import io.weir.execution.Program;
import io.weir.functions.FilterFunction;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.MapFunction;
import io.weir.functions.Partitioner;
import io.weir.functions.ProcessFunction;
import io.weir.functions.SinkFunction;
import io.weir.plan.FieldKeys;
import io.weir.plan.Keying;
import io.weir.plan.Partitioning;
import io.weir.plan.Transformation;
import io.weir.state.MapStateDescriptor;
import io.weir.time.WatermarkStrategy;
import io.weir.tuple.Tuple;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.CloseableIterator;
import io.weir.windowing.assigners.GlobalWindows;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.CountEvictor;
import io.weir.windowing.triggers.CountTrigger;
import io.weir.windowing.triggers.PurgingTrigger;
import io.weir.windowing.windows.GlobalWindow;
import io.weir.windowing.windows.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream of records of one type, as a part of a program that is being written: its methods add operations, nothing
 * runs before the environment executes. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public class DataStream<T> {
    private final StreamExecutionEnvironment environment;
    private final Transformation<T> transformation;

    /**
     * Creates a stream.
     *
     * @param environment the program
     * @param transformation where its records come from
     */
    DataStream(StreamExecutionEnvironment environment, Transformation<T> transformation) {
        this.environment = environment;
        this.transformation = transformation;
    }

    /** Returns the environment that the stream belongs to. */
    public StreamExecutionEnvironment getExecutionEnvironment() {
        return environment;
    }

    /** Returns the operation that the records come from. */
    public Transformation<T> getTransformation() {
        return transformation;
    }

    /** Returns the program that the stream is a part of. */
    final Program program() {
        return environment.getProgram();
    }

    final <R> SingleOutputStreamOperator<R> operator(Transformation<R> operation) {
        return new SingleOutputStreamOperator<>(environment, operation);
    }

    /** Returns the type of the records. */
    public TypeInformation<T> getType() {
        return transformation.settings().outputType();
    }

    /** Returns the number of the operation in its program. */
    public int getId() {
        return transformation.settings().id();
    }

    /** Returns the parallelism of the operation, or -1 if it is that of the environment. */
    public int getParallelism() {
        return transformation.settings().parallelism();
    }

    /**
     * Turns each record into one other.
     *
     * @param mapper the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> map(MapFunction<T, R> mapper) {
        return map(mapper, TypeExtractor.mapReturnType(mapper, getType()));
    }

    /**
     * Turns each record into one other of a type that is told.
     *
     * @param mapper the function
     * @param outputType the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> map(MapFunction<T, R> mapper, TypeInformation<R> outputType) {
        return operator(Operations.map(program(), transformation, mapper, outputType));
    }

    /**
     * Turns each record into any number of others.
     *
     * @param flatMapper the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> flatMap(FlatMapFunction<T, R> flatMapper) {
        return flatMap(flatMapper, TypeExtractor.flatMapReturnType(flatMapper, getType()));
    }

    /**
     * Turns each record into any number of others of a type that is told.
     *
     * @param flatMapper the function
     * @param outputType the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> flatMap(FlatMapFunction<T, R> flatMapper, TypeInformation<R> outputType) {
        return operator(Operations.flatMap(program(), transformation, flatMapper, outputType));
    }

    /**
     * Gives each record to a function that may emit any number of others, to side outputs too.
     *
     * @param function the function
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(ProcessFunction<T, R> function) {
        return process(function, TypeExtractor.resultType(function, ProcessFunction.class, 1, getType()));
    }

    /**
     * Gives each record to a function that may emit any number of others, to side outputs too.
     *
     * @param function the function
     * @param outputType the type of the results
     * @param <R> the type of the results
     * @return the results
     */
    public <R> SingleOutputStreamOperator<R> process(ProcessFunction<T, R> function, TypeInformation<R> outputType) {
        return operator(Operations.process(program(), transformation, function, outputType));
    }

    /**
     * Puts another stream beside this one, for functions that take the records of both.
     *
     * @param other the other stream, of any type
     * @param <R> the type of its records
     * @return both
     */
    public <R> ConnectedStreams<T, R> connect(DataStream<R> other) {
        return new ConnectedStreams<>(this, other);
    }

    /**
     * Puts a broadcast stream beside this one, for functions that take the records of both.
     *
     * @param broadcast what {@link #broadcast(MapStateDescriptor...)} returned
     * @param <R> the type of its records
     * @return both
     */
    public <R> BroadcastConnectedStream<T, R> connect(BroadcastStream<R> broadcast) {
        return new BroadcastConnectedStream<>(this, broadcast);
    }

    /**
     * Keeps the records that a condition holds for.
     *
     * @param filter the condition
     * @return those records
     */
    public SingleOutputStreamOperator<T> filter(FilterFunction<T> filter) {
        return operator(Operations.filter(program(), transformation, filter));
    }

    /**
     * Gives records their event time, and tells how far it has come. What was known of event time before ends here.
     *
     * @param watermarkStrategy how
     * @return the records with their event time
     */
    public SingleOutputStreamOperator<T> assignTimestampsAndWatermarks(WatermarkStrategy<T> watermarkStrategy) {
        return operator(Operations.timestamps(program(), transformation, watermarkStrategy));
    }

    /**
     * Groups the records by a key: all records with one key go to one instance of the next operator.
     *
     * @param key finds the key of a record; keys need a hash that is the same in every process
     * @param <K> the type of the key
     * @return the grouped stream
     */
    public <K> KeyedStream<T, K> keyBy(KeySelector<T, K> key) {
        return keyBy(key, TypeExtractor.keyType(key, getType()));
    }

    /**
     * Groups the records by a key of a type that is told.
     *
     * @param key finds the key of a record
     * @param keyType the type of the key
     * @param <K> the type of the key
     * @return the grouped stream
     */
    public <K> KeyedStream<T, K> keyBy(KeySelector<T, K> key, TypeInformation<K> keyType) {
        return keyBy(new Keying<>(key, keyType));
    }

    /**
     * Groups tuples by some of their fields.
     *
     * @param fields the positions of the fields, from 0
     * @return the grouped stream, with a tuple of these fields as its key
     */
    public KeyedStream<T, Tuple> keyBy(int... fields) {
        return keyBy(FieldKeys.at(getType(), fields));
    }

    /**
     * Groups records by some of their fields.
     *
     * @param fields the names of the fields; those of tuples are {@code f0}, {@code f1} and so on
     * @return the grouped stream, with a tuple of these fields as its key
     */
    public KeyedStream<T, Tuple> keyBy(String... fields) {
        return keyBy(FieldKeys.named(getType(), fields));
    }

    private <K> KeyedStream<T, K> keyBy(Keying<T, K> keying) {
        return new KeyedStream<>(
                environment, KeyedOperations.partitionByKey(program(), transformation, keying, "keyBy()"), keying);
    }

    /**
     * Joins the records of this stream with those of another one that have the same key and are in the same window.
     *
     * @param otherStream the other stream
     * @param <T2> the type of its records
     * @return what still needs keys and windows
     */
    public <T2> JoinedStreams<T, T2> join(DataStream<T2> otherStream) {
        return new JoinedStreams<>(this, otherStream);
    }

    /**
     * Groups the records of this stream together with those of another one that have the same key and are in the same
     * window.
     *
     * @param otherStream the other stream
     * @param <T2> the type of its records
     * @return what still needs keys and windows
     */
    public <T2> CoGroupedStreams<T, T2> coGroup(DataStream<T2> otherStream) {
        return new CoGroupedStreams<>(this, otherStream);
    }

    /**
     * Divides all records into windows, which one instance computes.
     *
     * @param assigner says which windows a record belongs to
     * @param <W> the type of the windows
     * @return the windows, of which something can be computed
     */
    public <W extends Window> AllWindowedStream<T, W> windowAll(WindowAssigner<? super T, W> assigner) {
        return new AllWindowedStream<>(this, assigner);
    }

    /**
     * Divides all records into windows of a number of records, which one instance computes.
     *
     * @param size the number
     * @return the windows, of which something can be computed
     */
    public AllWindowedStream<T, GlobalWindow> countWindowAll(long size) {
        return windowAll(GlobalWindows.create()).trigger(PurgingTrigger.of(CountTrigger.of(size)));
    }

    /**
     * Computes something of the last records whenever a number of new ones has come, in one instance.
     *
     * @param size how many of the last records a window has at most
     * @param slide how many new records make a window be computed
     * @return the windows, of which something can be computed
     */
    public AllWindowedStream<T, GlobalWindow> countWindowAll(long size, long slide) {
        return windowAll(GlobalWindows.create()).evictor(CountEvictor.of(size)).trigger(CountTrigger.of(slide));
    }

    /**
     * Merges this stream with others of the same type.
     *
     * @param streams the others
     * @return all their records, in no particular order
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final DataStream<T> union(DataStream<T>... streams) {
        List<Transformation<T>> inputs = new ArrayList<>(List.of(transformation));
        for (DataStream<T> stream : streams) {
            environment.requireOwn(stream);
            inputs.add(stream.transformation);
        }
        return new DataStream<>(environment, Operations.union(program(), inputs));
    }

    /** Sends each record to the instance of the same number; both operators must have one parallelism. */
    public DataStream<T> forward() {
        return partitioned(new Partitioning.Forward<>());
    }

    /** Sends the records to all instances of the next operator in turn. */
    public DataStream<T> rebalance() {
        return partitioned(new Partitioning.Rebalance<>());
    }

    /** Sends the records in turn to a share of the instances of the next operator, with few connections. */
    public DataStream<T> rescale() {
        return partitioned(new Partitioning.Rescale<>());
    }

    /** Sends each record to a random instance of the next operator. */
    public DataStream<T> shuffle() {
        return partitioned(new Partitioning.Shuffle<>());
    }

    /** Sends each record to every instance of the next operator. */
    public DataStream<T> broadcast() {
        return partitioned(new Partitioning.Broadcast<>());
    }

    /**
     * Sends each record to every instance of the next operator, where it may change state that all instances keep the same.
     *
     * @param states the state
     * @return the broadcast stream, which another stream can be connected to
     */
    public BroadcastStream<T> broadcast(MapStateDescriptor<?, ?>... states) {
        return new BroadcastStream<>(broadcast(), List.of(states));
    }

    /** Sends all records to the first instance of the next operator. */
    public DataStream<T> global() {
        return partitioned(new Partitioning.Global<>());
    }

    /**
     * Sends each record to the instance that a function picks.
     *
     * @param partitioner picks the instance of a key
     * @param key finds the key of a record
     * @param <K> the type of the key
     * @return the distributed stream
     */
    public <K> DataStream<T> partitionCustom(Partitioner<K> partitioner, KeySelector<T, K> key) {
        return partitioned(Operations.customPartitioning(partitioner, key));
    }

    private DataStream<T> partitioned(Partitioning<T> partitioning) {
        return new DataStream<>(environment, Operations.partition(program(), transformation, partitioning));
    }

    /** Prints the records to the standard output of the tasks, with the number of the task before each if it is one of several. */
    public DataStreamSink<T> print() {
        return print("", false);
    }

    /**
     * Prints the records to the standard output of the tasks.
     *
     * @param sinkIdentifier stands before each record
     * @return the sink
     */
    public DataStreamSink<T> print(String sinkIdentifier) {
        return print(sinkIdentifier, false);
    }

    /** Prints the records to the standard error of the tasks. */
    public DataStreamSink<T> printToErr() {
        return print("", true);
    }

    /**
     * Prints the records to the standard error of the tasks.
     *
     * @param sinkIdentifier stands before each record
     * @return the sink
     */
    public DataStreamSink<T> printToErr(String sinkIdentifier) {
        return print(sinkIdentifier, true);
    }

    private DataStreamSink<T> print(String sinkIdentifier, boolean standardError) {
        PrintSinkFunction<T> function = new PrintSinkFunction<>(sinkIdentifier, standardError);
        return end(function, standardError ? "Print to Std. Err" : "Print to Std. Out");
    }

    /**
     * Writes the records to text files, one line each, as {@code toString()} writes it. The files appear when the job
     * has succeeded.
     *
     * @param directory where they go; the job is refused if there is something already
     * @return the sink
     */
    public DataStreamSink<T> writeAsText(String directory) {
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
    public DataStreamSink<T> writeAsText(String directory, WriteMode mode) {
        return new DataStreamSink<>(Endpoints.text(program(), transformation, directory, mode));
    }

    /**
     * Writes tuples, Java records, arrays or lists to CSV files, one line each. The files appear when the job has succeeded.
     *
     * @param directory where they go; the job is refused if there is something already
     * @return the sink
     */
    public DataStreamSink<T> writeAsCsv(String directory) {
        return writeAsCsv(directory, WriteMode.NO_OVERWRITE);
    }

    /**
     * Writes tuples, Java records, arrays or lists to CSV files, one line each. The files appear when the job has succeeded.
     *
     * @param directory where they go
     * @param mode what happens if there is something already
     * @return the sink
     */
    public DataStreamSink<T> writeAsCsv(String directory, WriteMode mode) {
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
    public DataStreamSink<T> writeAsCsv(String directory, WriteMode mode, char delimiter) {
        return new DataStreamSink<>(Endpoints.csv(program(), transformation, directory, mode, delimiter));
    }

    /**
     * Writes the records to a sink.
     *
     * @param sink the sink
     * @return the end of the stream, which can be named and given a parallelism
     */
    public DataStreamSink<T> sinkTo(Sink<T> sink) {
        return new DataStreamSink<>(Endpoints.sink(program(), transformation, sink, "Writer"));
    }

    /**
     * Gives the records to a function.
     *
     * @param sinkFunction the function
     * @return the end of the stream, which can be named and given a parallelism
     */
    public DataStreamSink<T> addSink(SinkFunction<T> sinkFunction) {
        return end(sinkFunction, "Unnamed");
    }

    private DataStreamSink<T> end(SinkFunction<T> function, String name) {
        return new DataStreamSink<>(Endpoints.sink(program(), transformation, function, name));
    }

    /** Runs the program and brings the records of this stream back; closing the iterator early cancels the job. */
    public CloseableIterator<T> executeAndCollect() {
        return executeAndCollect((String) null);
    }

    /**
     * Runs the program and brings the records of this stream back.
     *
     * @param jobExecutionName the name of the job
     * @return the records; closing the iterator early cancels the job
     */
    public CloseableIterator<T> executeAndCollect(String jobExecutionName) {
        return program().collect(transformation, jobExecutionName);
    }

    /**
     * Runs the program and brings the first records of this stream back. The job is canceled when there are enough.
     *
     * @param limit how many records are wanted at most
     * @return the records
     */
    public List<T> executeAndCollect(int limit) {
        return executeAndCollect(null, limit);
    }

    /**
     * Runs the program and brings the first records of this stream back. The job is canceled when there are enough.
     *
     * @param jobExecutionName the name of the job
     * @param limit how many records are wanted at most
     * @return the records
     */
    public List<T> executeAndCollect(String jobExecutionName, int limit) {
        return program().collect(transformation, jobExecutionName, limit);
    }
}
