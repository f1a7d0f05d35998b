package io.weir.dataset;

import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.connector.Source;
import io.weir.connector.file.FileInputFormat;
import io.weir.connector.file.PrimitiveInputFormat;
import io.weir.connector.file.TextFileSource;
import io.weir.connector.format.InputFormat;
import io.weir.connector.sequence.NumberSequenceSource;
import io.weir.execution.Endpoints;
import io.weir.execution.ExecutionConfig;
import io.weir.execution.JobClient;
import io.weir.execution.JobExecutionResult;
import io.weir.execution.Program;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Arrays;
import java.util.Collection;

/**
 * Where a DataSet program begins: it makes data sets from bounded sources and runs what was built from them. It builds
 * the same plan as a DataStream program and runs on the same runtime, in BATCH mode. The thread that builds the program
 * owns it.
 */
public final class ExecutionEnvironment {
    private final Program program;

    private ExecutionEnvironment(Program program) {
        this.program = program;
    }

    private static ExecutionEnvironment batch(Program program) {
        program.configuration().set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        return new ExecutionEnvironment(program);
    }

    /**
     * Returns an environment for the batch part of a program that goes on with streams, to which its data sets are
     * reference data or the first state of operators. The streaming environment executes both.
     *
     * @param program that of the streaming environment, which returns it by {@code getProgram()}
     * @return the environment
     */
    public static ExecutionEnvironment within(Program program) {
        return new ExecutionEnvironment(program);
    }

    /** Returns an environment that runs where the command line says, or else in this process. */
    public static ExecutionEnvironment getExecutionEnvironment() {
        return getExecutionEnvironment(new Configuration());
    }

    /**
     * Returns an environment that runs where the command line says, or else at the options' {@code execution.target}.
     *
     * @param configuration options, which go over those of the command line
     * @return the environment
     */
    public static ExecutionEnvironment getExecutionEnvironment(Configuration configuration) {
        return batch(Program.create(configuration));
    }

    /** Returns an environment that runs in this process, with as many instances as there are processors. */
    public static ExecutionEnvironment createLocalEnvironment() {
        return createLocalEnvironment(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns an environment that runs in this process.
     *
     * @param parallelism how many instances operators have that say nothing else
     * @return the environment
     */
    public static ExecutionEnvironment createLocalEnvironment(int parallelism) {
        return createLocalEnvironment(parallelism, new Configuration());
    }

    /**
     * Returns an environment that runs in this process.
     *
     * @param configuration options; without {@code parallelism.default} there are as many instances as processors
     * @return the environment
     */
    public static ExecutionEnvironment createLocalEnvironment(Configuration configuration) {
        return batch(Program.local(configuration));
    }

    /**
     * Returns an environment that runs in this process.
     *
     * @param parallelism how many instances operators have that say nothing else
     * @param configuration options
     * @return the environment
     */
    public static ExecutionEnvironment createLocalEnvironment(int parallelism, Configuration configuration) {
        return batch(Program.local(configuration)).setParallelism(parallelism);
    }

    /**
     * Returns an environment that runs on a cluster.
     *
     * @param host the host of its JobManager
     * @param port the port of its JobManager
     * @param jarFiles the jars with the program's classes
     * @return the environment
     */
    public static ExecutionEnvironment createRemoteEnvironment(String host, int port, String... jarFiles) {
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
    public static ExecutionEnvironment createRemoteEnvironment(
            String host, int port, Configuration configuration, String... jarFiles) {
        return batch(Program.remote(host, port, configuration, jarFiles));
    }

    Program program() {
        return program;
    }

    @SuppressWarnings("ReferenceEquality") // two environments are two programs
    void requireOwn(DataSet<?> data) {
        if (data.getExecutionEnvironment() != this) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "Data sets of different environments cannot be merged: make both with one environment.");
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
    public ExecutionEnvironment configure(Configuration options) {
        program.configure(options);
        return this;
    }

    /**
     * Sets how many instances operators have that say nothing else.
     *
     * @param parallelism at least 1
     * @return this
     */
    public ExecutionEnvironment setParallelism(int parallelism) {
        program.setParallelism(parallelism);
        return this;
    }

    /** Returns how many instances operators have that say nothing else. */
    public int getParallelism() {
        return program.parallelism();
    }

    /**
     * Makes a data set of values.
     *
     * @param values at least one value
     * @param <T> the type of the values
     * @return the data set
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> Operator<T> fromElements(T... values) {
        return fromCollection(Arrays.asList(values), Endpoints.typeOfEach(values));
    }

    /**
     * Makes a data set of values of a type that is told, such as an interface that all of them have.
     *
     * @param type their class
     * @param values the values
     * @param <T> the type of the values
     * @return the data set
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> Operator<T> fromElements(Class<T> type, T... values) {
        return fromCollection(Arrays.asList(values), TypeInformation.of(type));
    }

    /**
     * Makes a data set of values.
     *
     * @param values at least one value
     * @param <T> the type of the values
     * @return the data set
     */
    public <T> Operator<T> fromCollection(Collection<T> values) {
        return fromCollection(values, Endpoints.typeOf(values));
    }

    /**
     * Makes a data set of values of a type that is told.
     *
     * @param values the values
     * @param type their type
     * @param <T> their type
     * @return the data set
     */
    public <T> Operator<T> fromCollection(Collection<T> values, TypeInformation<T> type) {
        return new Operator<>(this, Endpoints.collection(program, values, type));
    }

    /**
     * Makes a data set of the numbers of a range.
     *
     * @param from the first number
     * @param to the last number
     * @return the data set
     */
    public Operator<Long> fromSequence(long from, long to) {
        return fromSource(new NumberSequenceSource(from, to), "Sequence");
    }

    /**
     * Makes a data set of the numbers of a range, as {@link #fromSequence} does.
     *
     * @param from the first number
     * @param to the last number
     * @return the data set
     */
    public Operator<Long> generateSequence(long from, long to) {
        return fromSequence(from, to);
    }

    /**
     * Reads text files as UTF-8, line by line.
     *
     * @param path a file, a directory, or a pattern such as {@code /logs/*.txt}
     * @return the lines; several instances share large files and directories
     */
    public Operator<String> readTextFile(String path) {
        return fromSource(TextFileSource.of(path), "Text");
    }

    /**
     * Reads text files line by line.
     *
     * @param path a file, a directory, or a pattern such as {@code /logs/*.txt}
     * @param charsetName how characters are written
     * @return the lines; several instances share large files and directories
     */
    public Operator<String> readTextFile(String path, String charsetName) {
        return fromSource(TextFileSource.of(path).withCharset(charsetName), "Text");
    }

    /**
     * Reads CSV files: what follows says how they are written and what becomes of their lines.
     *
     * @param path a file, a directory, or a pattern such as {@code /logs/*.csv}
     * @return what says so
     */
    public CsvReader readCsvFile(String path) {
        return new CsvReader(this, path);
    }

    /**
     * Reads values such as numbers, one per line.
     *
     * @param path a file, a directory, or a pattern such as {@code /data/*.txt}
     * @param type the class of the values: {@code String}, {@code Boolean} or a number
     * @param <T> the type of the values
     * @return the values
     */
    public <T> Operator<T> readFileOfPrimitives(String path, Class<T> type) {
        return readFileOfPrimitives(path, "\n", type);
    }

    /**
     * Reads values such as numbers.
     *
     * @param path a file, a directory, or a pattern such as {@code /data/*.txt}
     * @param delimiter what stands between two values
     * @param type the class of the values: {@code String}, {@code Boolean} or a number
     * @param <T> the type of the values
     * @return the values
     */
    public <T> Operator<T> readFileOfPrimitives(String path, String delimiter, Class<T> type) {
        PrimitiveInputFormat<T> format = new PrimitiveInputFormat<>(type);
        format.setDelimiter(delimiter);
        return readFile(format, path);
    }

    /**
     * Reads files.
     *
     * @param format reads them
     * @param path a file, a directory, or a pattern such as {@code /data/*.bin}
     * @param <T> the type of the records
     * @return the records
     */
    public <T> Operator<T> readFile(FileInputFormat<T> format, String path) {
        format.setFilePath(path);
        return createInput(format);
    }

    /**
     * Reads with an input format.
     *
     * @param format the format
     * @param <T> the type of the records
     * @return the records
     */
    public <T> Operator<T> createInput(InputFormat<T, ?> format) {
        return createInput(format, TypeExtractor.sourceType(format));
    }

    /**
     * Reads records of a type that is told with an input format.
     *
     * @param format the format
     * @param type the type of the records
     * @param <T> the type of the records
     * @return the records
     */
    public <T> Operator<T> createInput(InputFormat<T, ?> format, TypeInformation<T> type) {
        return new Operator<>(this, Endpoints.input(program, format, type));
    }

    /**
     * Reads a source, which must be bounded.
     *
     * @param source the source
     * @param sourceName the name that people see
     * @param <T> the type of the records
     * @return the data set
     */
    public <T> Operator<T> fromSource(Source<T, ?, ?> source, String sourceName) {
        return fromSource(source, sourceName, TypeExtractor.sourceType(source));
    }

    /**
     * Reads a source of records of a type that is told; it must be bounded.
     *
     * @param source the source
     * @param sourceName the name that people see
     * @param type the type of the records
     * @param <T> the type of the records
     * @return the data set
     */
    public <T> Operator<T> fromSource(Source<T, ?, ?> source, String sourceName, TypeInformation<T> type) {
        return new Operator<>(this, Endpoints.source(program, source, sourceName, type));
    }

    /**
     * Registers a file that functions get with {@code getRuntimeContext().getDistributedCache().getFile(name)}.
     *
     * @param path where it is: a local file is sent to the cluster with the job, others are fetched by those that need them
     * @param name the name
     */
    public void registerCachedFile(String path, String name) {
        registerCachedFile(path, name, false);
    }

    /**
     * Registers a file that functions get with {@code getRuntimeContext().getDistributedCache().getFile(name)}.
     *
     * @param path where it is: a local file is sent to the cluster with the job, others are fetched by those that need them
     * @param name the name
     * @param executable whether it is a program that functions start
     */
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

    /**
     * Returns how the last job ended that {@link #execute} or a method such as {@code collect()} of a data set has run.
     *
     * @return the result; null if no job has run yet
     */
    public JobExecutionResult getLastJobExecutionResult() {
        return program.lastResult();
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
