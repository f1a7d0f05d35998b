package io.weir.datastream;

import io.weir.configuration.CheckpointingMode;
import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.connector.Source;
import io.weir.connector.file.TextFileSource;
import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.execution.BatchRecords;
import io.weir.execution.Endpoints;
import io.weir.execution.ExecutionConfig;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.Program;
import io.weir.functions.ParallelSourceFunction;
import io.weir.functions.SourceFunction;
import io.weir.plan.Transformation;
import io.weir.time.WatermarkStrategy;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/**
 * Where a DataStream program begins: it makes streams from sources and runs what was built from them. Under the command
 * line it runs where that says, else in this process. The thread that builds the program owns it.
 */
public final class StreamExecutionEnvironment {
    private final Program program;

    private StreamExecutionEnvironment(Program program) {
        this.program = program;
    }

    /** Returns an environment that runs where the command line says, or else in this process. */
    public static StreamExecutionEnvironment getExecutionEnvironment() {
        return getExecutionEnvironment(new Configuration());
    }

    /**
     * Returns an environment that runs where the command line says, or else at the options' {@code execution.target}.
     *
     * @param configuration options, which go over those of the command line
     * @return the environment
     */
    public static StreamExecutionEnvironment getExecutionEnvironment(Configuration configuration) {
        return new StreamExecutionEnvironment(Program.create(configuration));
    }

    /** Returns an environment that runs in this process, with as many instances as there are processors. */
    public static StreamExecutionEnvironment createLocalEnvironment() {
        return createLocalEnvironment(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns an environment that runs in this process.
     *
     * @param parallelism how many instances operators have that say nothing else
     * @return the environment
     */
    public static StreamExecutionEnvironment createLocalEnvironment(int parallelism) {
        return createLocalEnvironment(parallelism, new Configuration());
    }

    /**
     * Returns an environment that runs in this process.
     *
     * @param configuration options; without {@code parallelism.default} there are as many instances as processors
     * @return the environment
     */
    public static StreamExecutionEnvironment createLocalEnvironment(Configuration configuration) {
        return new StreamExecutionEnvironment(Program.local(configuration));
    }

    /**
     * Returns an environment that runs in this process.
     *
     * @param parallelism how many instances operators have that say nothing else
     * @param configuration options
     * @return the environment
     */
    public static StreamExecutionEnvironment createLocalEnvironment(int parallelism, Configuration configuration) {
        return new StreamExecutionEnvironment(Program.local(configuration)).setParallelism(parallelism);
    }

    /**
     * Returns an environment that runs on a cluster.
     *
     * @param host the host of its JobManager
     * @param port the port of its JobManager
     * @param jarFiles the jars with the program's classes
     * @return the environment
     */
    public static StreamExecutionEnvironment createRemoteEnvironment(String host, int port, String... jarFiles) {
        return createRemoteEnvironment(host, port, new Configuration(), jarFiles);
    }

    /**
     * Returns an environment that runs on a cluster.
     *
     * @param host the host of its JobManager
     * @param port the port of its JobManager
     * @param configuration options; a cluster that other accounts cannot use wants {@code security.cluster.secret-file}
     * @param jarFiles the jars with the program's classes, besides those of {@code pipeline.jars}
     * @return the environment
     */
    public static StreamExecutionEnvironment createRemoteEnvironment(
            String host, int port, Configuration configuration, String... jarFiles) {
        return new StreamExecutionEnvironment(Program.remote(host, port, configuration, jarFiles));
    }

    /** Returns the program that is being built; a DataSet environment within it builds a batch part of it. */
    public Program getProgram() {
        return program;
    }

    /**
     * Takes the records of a data set into streams, as a stream that ends; they have no timestamps. The data set is computed
     * by the operators of a batch, beside streams that may never end.
     *
     * @param records the data set, of an environment within this one's program
     * @param <T> the type of the records
     * @return the stream
     */
    public <T> DataStream<T> fromDataSet(BatchRecords<T> records) {
        records.getProgram().requireSame(program);
        return new DataStream<>(this, records.getTransformation());
    }

    @SuppressWarnings("ReferenceEquality") // two environments are two programs
    void requireOwn(DataStream<?> stream) {
        if (stream.getExecutionEnvironment() != this) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "Streams of different environments cannot be merged: make both with one environment.");
        }
    }

    /** Returns the options of the program; what is changed in them holds for the next execution. */
    public Configuration getConfiguration() {
        return program.configuration();
    }

    /** Returns the options of the program as ported programs set them. */
    public ExecutionConfig getConfig() {
        return program.executionConfig();
    }

    /**
     * Sets options of the program.
     *
     * @param options the options
     * @return this
     */
    public StreamExecutionEnvironment configure(Configuration options) {
        program.configure(options);
        return this;
    }

    /**
     * Sets how many instances operators have that say nothing else.
     *
     * @param parallelism at least 1
     * @return this
     */
    public StreamExecutionEnvironment setParallelism(int parallelism) {
        program.setParallelism(parallelism);
        return this;
    }

    /** Returns how many instances operators have that say nothing else. */
    public int getParallelism() {
        return program.parallelism();
    }

    /**
     * Sets how many key groups operators have that say nothing else.
     *
     * @param maxParallelism from 1 to 32768
     * @return this
     */
    public StreamExecutionEnvironment setMaxParallelism(int maxParallelism) {
        getConfig().setMaxParallelism(maxParallelism);
        return this;
    }

    /**
     * Sets whether keyed operations yield every update or their final results.
     *
     * @param mode the mode
     * @return this
     */
    public StreamExecutionEnvironment setRuntimeMode(RuntimeExecutionMode mode) {
        program.configuration().set(ExecutionOptions.RUNTIME_MODE, mode);
        return this;
    }

    /**
     * Sets how long a record may wait for its frame to fill up.
     *
     * @param timeoutMillis milliseconds; 0 sends each record at once, -1 waits for full frames
     * @return this
     */
    public StreamExecutionEnvironment setBufferTimeout(long timeoutMillis) {
        program.configuration().set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(timeoutMillis));
        return this;
    }

    /**
     * Takes checkpoints, from which the job goes on after a failure as if there had been none.
     *
     * @param intervalMillis milliseconds from the beginning of one to the beginning of the next
     * @return this
     */
    public StreamExecutionEnvironment enableCheckpointing(long intervalMillis) {
        getCheckpointConfig().setCheckpointInterval(intervalMillis);
        return this;
    }

    /**
     * Takes checkpoints, from which the job goes on after a failure.
     *
     * @param intervalMillis milliseconds from the beginning of one to the beginning of the next
     * @param mode whether each record then counts exactly once or at least once
     * @return this
     */
    public StreamExecutionEnvironment enableCheckpointing(long intervalMillis, CheckpointingMode mode) {
        getCheckpointConfig().setCheckpointingConsistencyMode(mode);
        return enableCheckpointing(intervalMillis);
    }

    /**
     * Sets where state by key is kept.
     *
     * @param type on the heap or in RocksDB
     * @return this
     */
    public StreamExecutionEnvironment setStateBackend(StateBackendType type) {
        program.configuration().set(StateBackendOptions.TYPE, type);
        return this;
    }

    /** Returns how checkpoints are taken, to change it. */
    public CheckpointConfig getCheckpointConfig() {
        return new CheckpointConfig(program.configuration());
    }

    /** Makes every operator a task of its own. */
    public StreamExecutionEnvironment disableOperatorChaining() {
        program.configuration().set(CoreOptions.OPERATOR_CHAINING, false);
        return this;
    }

    /** Returns whether operators run in one task where they can. */
    public boolean isChainingEnabled() {
        return program.configuration().get(CoreOptions.OPERATOR_CHAINING);
    }

    /**
     * Makes a stream of values.
     *
     * @param values at least one value
     * @param <T> the type of the values
     * @return the stream, in order, with one instance
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> DataStreamSource<T> fromData(T... values) {
        return fromCollection(Arrays.asList(values), Endpoints.typeOfEach(values));
    }

    /**
     * Makes a stream of values.
     *
     * @param values at least one value
     * @param <T> the type of the values
     * @return the stream, in order, with one instance
     */
    public <T> DataStreamSource<T> fromData(Collection<T> values) {
        return fromCollection(values);
    }

    /**
     * Makes a stream of values.
     *
     * @param values at least one value
     * @param <T> the type of the values
     * @return the stream, in order, with one instance
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> DataStreamSource<T> fromElements(T... values) {
        return fromCollection(Arrays.asList(values), Endpoints.typeOfEach(values));
    }

    /**
     * Makes a stream of values of a type that is told, such as an interface that all of them have.
     *
     * @param type their class
     * @param values the values
     * @param <T> the type of the values
     * @return the stream, in order, with one instance
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> DataStreamSource<T> fromData(Class<T> type, T... values) {
        return fromCollection(Arrays.asList(values), TypeInformation.of(type));
    }

    /**
     * Makes a stream of values of a type that is told, such as an interface that all of them have.
     *
     * @param type their type
     * @param values the values
     * @param <T> the type of the values
     * @return the stream, in order, with one instance
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> DataStreamSource<T> fromData(TypeInformation<T> type, T... values) {
        return fromCollection(Arrays.asList(values), type);
    }

    /**
     * Makes a stream of values of a type that is told.
     *
     * @param values the values
     * @param type their type
     * @param <T> their type
     * @return the stream, in order, with one instance
     */
    public <T> DataStreamSource<T> fromData(Collection<T> values, TypeInformation<T> type) {
        return fromCollection(values, type);
    }

    /**
     * Makes a stream of values of a type that is told, such as an interface that all of them have.
     *
     * @param type their class
     * @param values the values
     * @param <T> the type of the values
     * @return the stream, in order, with one instance
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> DataStreamSource<T> fromElements(Class<T> type, T... values) {
        return fromCollection(Arrays.asList(values), TypeInformation.of(type));
    }

    /**
     * Makes a stream of values.
     *
     * @param values at least one value
     * @param <T> the type of the values
     * @return the stream, in order, with one instance
     */
    public <T> DataStreamSource<T> fromCollection(Collection<T> values) {
        return fromCollection(values, Endpoints.typeOf(values));
    }

    /**
     * Makes a stream of values of a type that is told.
     *
     * @param values the values
     * @param type their type
     * @param <T> their type
     * @return the stream, in order, with one instance
     */
    public <T> DataStreamSource<T> fromCollection(Collection<T> values, TypeInformation<T> type) {
        return source(Endpoints.collection(program, values, type), false);
    }

    /**
     * Makes a stream of the numbers of a range; the instances share them.
     *
     * @param from the first number
     * @param to the last number
     * @return the stream
     */
    public DataStreamSource<Long> fromSequence(long from, long to) {
        NumberSequenceSource source = new NumberSequenceSource(from, to);
        return fromSource(source, "Sequence");
    }

    /**
     * Reads text files as UTF-8, line by line.
     *
     * @param path a file, a directory, or a pattern such as {@code /logs/*.txt}
     * @return the lines; several instances share large files and directories
     */
    public DataStreamSource<String> readTextFile(String path) {
        return fromSource(TextFileSource.of(path), "Text");
    }

    /**
     * Reads text files line by line.
     *
     * @param path a file, a directory, or a pattern such as {@code /logs/*.txt}
     * @param charsetName how characters are written
     * @return the lines; several instances share large files and directories
     */
    public DataStreamSource<String> readTextFile(String path, String charsetName) {
        return fromSource(TextFileSource.of(path).withCharset(charsetName), "Text");
    }

    /**
     * Reads a source.
     *
     * @param source the source
     * @param sourceName the name that people see
     * @param <T> the type of the records
     * @return the stream
     */
    public <T> DataStreamSource<T> fromSource(Source<T, ?, ?> source, String sourceName) {
        return fromSource(source, sourceName, TypeExtractor.sourceType(source));
    }

    /**
     * Reads a source of records of a type that is told.
     *
     * @param source the source
     * @param sourceName the name that people see
     * @param type the type of the records
     * @param <T> the type of the records
     * @return the stream
     */
    public <T> DataStreamSource<T> fromSource(Source<T, ?, ?> source, String sourceName, TypeInformation<T> type) {
        return source(Endpoints.source(program, source, sourceName, type), true);
    }

    /**
     * Reads a source in event time.
     *
     * @param source the source
     * @param watermarkStrategy how records get their event time, and how far it has come in each split
     * @param sourceName the name that people see
     * @param <T> the type of the records
     * @return the stream
     */
    public <T> DataStreamSource<T> fromSource(
            Source<T, ?, ?> source, WatermarkStrategy<T> watermarkStrategy, String sourceName) {
        return fromSource(source, watermarkStrategy, sourceName, TypeExtractor.sourceType(source));
    }

    /**
     * Reads a source of records of a type that is told, in event time.
     *
     * @param source the source
     * @param watermarkStrategy how records get their event time, and how far it has come in each split
     * @param sourceName the name that people see
     * @param type the type of the records
     * @param <T> the type of the records
     * @return the stream
     */
    public <T> DataStreamSource<T> fromSource(
            Source<T, ?, ?> source,
            WatermarkStrategy<T> watermarkStrategy,
            String sourceName,
            TypeInformation<T> type) {
        return source(Endpoints.source(program, source, watermarkStrategy, sourceName, type), true);
    }

    private <T> DataStreamSource<T> source(Transformation<T> source, boolean parallel) {
        return new DataStreamSource<>(this, source, parallel);
    }

    /**
     * Reads lines of text from a server, over and over until the job is canceled or the server closes the connection.
     *
     * @param hostname the host of the server
     * @param port its port
     * @return the lines, read by one instance
     */
    public DataStreamSource<String> socketTextStream(String hostname, int port) {
        return socketTextStream(hostname, port, "\n");
    }

    /**
     * Reads texts from a server until the job is canceled or the server closes the connection.
     *
     * @param hostname the host of the server
     * @param port its port
     * @param delimiter what ends a text
     * @return the texts, read by one instance
     */
    public DataStreamSource<String> socketTextStream(String hostname, int port, String delimiter) {
        return socketTextStream(hostname, port, delimiter, 0);
    }

    /**
     * Reads texts from a server until the job is canceled or the server is gone.
     *
     * @param hostname the host of the server
     * @param port its port
     * @param delimiter what ends a text
     * @param maxRetry how often to connect again, a second apart, when the server closes the connection or is not
     *     there; for ever if negative
     * @return the texts, read by one instance
     */
    public DataStreamSource<String> socketTextStream(String hostname, int port, String delimiter, long maxRetry) {
        return addSource(new SocketTextStreamFunction(hostname, port, delimiter, maxRetry), "Socket Stream");
    }

    /**
     * Runs a source function.
     *
     * @param function the function
     * @param <T> the type of the records
     * @return the stream; it has one instance unless the function is a {@link ParallelSourceFunction}
     */
    public <T> DataStreamSource<T> addSource(SourceFunction<T> function) {
        return addSource(function, "Custom Source");
    }

    /**
     * Runs a source function.
     *
     * @param function the function
     * @param sourceName the name that people see
     * @param <T> the type of the records
     * @return the stream; it has one instance unless the function is a {@link ParallelSourceFunction}
     */
    public <T> DataStreamSource<T> addSource(SourceFunction<T> function, String sourceName) {
        return addSource(function, sourceName, TypeExtractor.sourceType(function));
    }

    /**
     * Runs a source function that makes records of a type that is told.
     *
     * @param function the function
     * @param type the type of the records
     * @param <T> the type of the records
     * @return the stream; it has one instance unless the function is a {@link ParallelSourceFunction}
     */
    public <T> DataStreamSource<T> addSource(SourceFunction<T> function, TypeInformation<T> type) {
        return addSource(function, "Custom Source", type);
    }

    /**
     * Runs a source function that makes records of a type that is told.
     *
     * @param function the function
     * @param sourceName the name that people see
     * @param type the type of the records
     * @param <T> the type of the records
     * @return the stream; it has one instance unless the function is a {@link ParallelSourceFunction}
     */
    public <T> DataStreamSource<T> addSource(SourceFunction<T> function, String sourceName, TypeInformation<T> type) {
        return source(
                Endpoints.function(program, function, sourceName, type), function instanceof ParallelSourceFunction);
    }

    /** Registers a file that functions get with {@code getRuntimeContext().getDistributedCache().getFile(name)}. */
    public void registerCachedFile(String path, String name, boolean executable) {
        program.registerCachedFile(path, name, executable);
    }

    /** Runs the program to its end, under {@code pipeline.name} or the name of its class. */
    public JobExecutionResult execute() {
        return program.execute(null);
    }

    /**
     * Runs the program to its end.
     *
     * @param jobName the name of the job
     * @return how it ended
     * @throws WeirException with the root cause if the job fails
     */
    public JobExecutionResult execute(String jobName) {
        return program.execute(jobName);
    }

    /** Starts the program, under {@code pipeline.name} or the name of its class. */
    public JobClient executeAsync() {
        return program.submit(null);
    }

    /**
     * Starts the program.
     *
     * @param jobName the name of the job
     * @return a handle on the job
     */
    public JobClient executeAsync(String jobName) {
        return program.submit(jobName);
    }

    /** Describes as JSON how the program so far would run. */
    public String getExecutionPlan() {
        return program.explain();
    }
}
