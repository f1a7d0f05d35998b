package io.weir.execution;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.OptionCatalogue;
import io.weir.fs.FileSystems;
import io.weir.plan.CollectTransformation;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Plan;
import io.weir.plan.Transformation;
import io.weir.types.TypeInformation;
import io.weir.util.CloseableIterator;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/**
 * A program while it is being written: its options, the sinks defined so far, and what will run it. The environments of
 * both APIs stand on one. The thread that builds the program owns it.
 */
public final class Program {
    private static final String LOCAL = "local";

    private final PlanExecutor context;
    private final Configuration configuration;
    private final List<Transformation<?>> sinks = new ArrayList<>();
    private final BitSet taken = new BitSet();
    private int operations;
    private JobExecutionResult lastResult;

    private Program(PlanExecutor context, Configuration own) {
        this.context = context;
        this.configuration = context == null ? new Configuration() : new Configuration(context.configuration());
        configure(own);
    }

    /**
     * Begins a program that runs where the command line says, or else at its {@code execution.target}.
     *
     * @param own the program's options, which go over those of the command line
     * @return the program
     */
    public static Program create(Configuration own) {
        return new Program(PlanExecutors.context(), own);
    }

    /**
     * Begins a program that runs in this process, whatever the command line says.
     *
     * @param own the program's options
     * @return the program
     */
    public static Program local(Configuration own) {
        return new Program(null, new Configuration(own).set(ExecutionOptions.TARGET, LOCAL));
    }

    /**
     * Begins a program that runs on a cluster that is there already, whatever the command line says.
     *
     * @param host the host of its JobManager
     * @param port the port of its JobManager
     * @param own the program's options
     * @param jarFiles the jars with the program's classes, besides those that the options name
     * @return the program
     */
    public static Program remote(String host, int port, Configuration own, String... jarFiles) {
        List<String> jars = new ArrayList<>(own.get(CoreOptions.PIPELINE_JARS));
        jars.addAll(List.of(jarFiles));
        return new Program(
                null,
                new Configuration(own)
                        .set(ExecutionOptions.TARGET, "remote")
                        .set(JobManagerOptions.ADDRESS, host)
                        .set(JobManagerOptions.PORT, port)
                        .set(CoreOptions.PIPELINE_JARS, jars));
    }

    /** Returns the options; what is changed in them holds for plans made later. */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Sets options.
     *
     * @param options the options
     */
    public void configure(Configuration options) {
        configuration.addAll(options);
        if (options.contains(CoreOptions.DEFAULT_FILE_SCHEME)) {
            // Sources and sinks qualify their paths when they are made, so this cannot wait for the execution.
            FileSystems.initialize(options);
        }
    }

    /** Returns the options as ported programs set them. */
    public ExecutionConfig executionConfig() {
        return new ExecutionConfig(this);
    }

    /**
     * Registers a file that functions ask for by name.
     *
     * @param path where it is
     * @param name the name
     * @param executable whether it is a program
     */
    public void registerCachedFile(String path, String name, boolean executable) {
        new CachedFile(name, FileSystems.qualify(path), executable).addTo(configuration);
    }

    /** Returns the parallelism of operations that say nothing else. */
    public int parallelism() {
        return configuration
                .getOptional(CoreOptions.DEFAULT_PARALLELISM)
                .orElseGet(() -> isLocal()
                        ? Runtime.getRuntime().availableProcessors()
                        : CoreOptions.DEFAULT_PARALLELISM.defaultValue());
    }

    /**
     * Sets the parallelism of operations that say nothing else.
     *
     * @param parallelism at least 1
     */
    public void setParallelism(int parallelism) {
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, checkParallelism(parallelism));
    }

    /**
     * Refuses what cannot be a parallelism.
     *
     * @param parallelism the number
     * @return the number
     * @throws WeirException if it is not at least 1
     */
    public static int checkParallelism(int parallelism) {
        if (parallelism < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "A parallelism must be at least 1, not " + parallelism + ".");
        }
        return parallelism;
    }

    /**
     * Refuses what cannot be a number of key groups.
     *
     * @param maxParallelism the number
     * @return the number
     * @throws WeirException if it is out of bounds
     */
    public static int checkMaxParallelism(int maxParallelism) {
        return new Configuration()
                .set(CoreOptions.MAX_PARALLELISM, maxParallelism)
                .get(CoreOptions.MAX_PARALLELISM);
    }

    /**
     * Refuses what belongs to another program.
     *
     * @param other the program that is to take something of this one
     * @throws WeirException if it is not this one
     */
    @SuppressWarnings("ReferenceEquality")
    public void requireSame(Program other) {
        if (this != other) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The data set belongs to another program than the stream: make it with"
                            + " ExecutionEnvironment.within(env.getProgram()), where env is that of the stream.");
        }
    }

    private boolean isLocal() {
        boolean knowsTarget = context == null || configuration.contains(ExecutionOptions.TARGET);
        return knowsTarget && configuration.get(ExecutionOptions.TARGET).equals(LOCAL);
    }

    /**
     * Numbers a new operation.
     *
     * @param name the name people see
     * @param outputType the type of its output
     * @param <T> the type of its output
     * @return its settings
     */
    public <T> OperatorSettings<T> newOperation(String name, TypeInformation<T> outputType) {
        return new OperatorSettings<>(operations++, name, outputType);
    }

    /**
     * Tells the type of an operation's output. That has to come before another operation takes that output, because
     * that one may have drawn its conclusions from the type.
     *
     * @param operation the operation
     * @param type the type
     * @param <T> the type
     * @throws WeirException if it is too late
     */
    public <T> void setOutputType(Transformation<T> operation, TypeInformation<T> type) {
        OperatorSettings<T> settings = operation.settings();
        if (taken.get(settings.id()) && !settings.outputType().equals(type)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "returns() comes too late for '" + settings.name()
                            + "': call it before the next operation takes its results.");
        }
        settings.setOutputType(type);
    }

    /** Notes that an operation takes the outputs of others. */
    <T> Transformation<T> add(Transformation<T> operation) {
        operation.inputs().forEach(input -> taken.set(input.settings().id()));
        return operation;
    }

    /** Notes that the outputs of an operation are taken. */
    void take(Transformation<?> input) {
        taken.set(input.settings().id());
    }

    /**
     * Adds an end of the program: it and all it takes input from run with the next execution.
     *
     * @param sink the operation
     */
    public void addSink(Transformation<?> sink) {
        sinks.add(sink);
    }

    /**
     * Describes how the program so far would run.
     *
     * @return JSON
     */
    public String explain() {
        return executor().explain(plan(null, sinks));
    }

    /**
     * Starts the program so far and begins a new one.
     *
     * @param jobName the name of the job; null for {@code pipeline.name} or the name of the program's class
     * @return a handle on the job
     */
    public JobClient submit(String jobName) {
        Plan plan = plan(jobName, sinks);
        sinks.clear();
        return executor().submit(plan);
    }

    /**
     * Runs the program so far to its end and begins a new one.
     *
     * @param jobName the name of the job; null for {@code pipeline.name} or the name of the program's class
     * @return how it ended; for a detached job, how it began
     */
    public JobExecutionResult execute(String jobName) {
        JobClient client = submit(jobName);
        if (!isLocal() && !configuration.get(ExecutionOptions.ATTACHED)) {
            client.close();
            lastResult = JobExecutionResult.detached(client.getJobID());
            return lastResult;
        }
        try (client) {
            lastResult = JobWaiter.awaitEnd(client);
            return lastResult;
        }
    }

    /**
     * Returns how the last job ended that the program has waited for.
     *
     * @return the result; null if there is none yet
     */
    public JobExecutionResult lastResult() {
        return lastResult;
    }

    /**
     * Runs the program so far and brings records of it back.
     *
     * @param input where the records come from
     * @param jobName the name of the job; null for {@code pipeline.name} or the name of the program's class
     * @param <T> the type of the records
     * @return the records; closing it before its end cancels the job
     */
    public <T> CloseableIterator<T> collect(Transformation<T> input, String jobName) {
        TypeInformation<T> type = input.settings().outputType();
        OperatorSettings<T> settings = newOperation("Collect", type);
        settings.setParallelism(1);
        String resultId = UUID.randomUUID().toString();
        List<Transformation<?>> all = new ArrayList<>(sinks);
        all.add(new CollectTransformation<>(settings, input, resultId));
        Plan plan = plan(jobName, all);
        sinks.clear();
        return new CollectedRecords<>(
                executor().submit(plan), resultId, type.createSerializer(), end -> lastResult = end);
    }

    /**
     * Runs the program so far and brings the first records of it back. The job is canceled when there are enough.
     *
     * @param input where the records come from
     * @param jobName the name of the job; null for {@code pipeline.name} or the name of the program's class
     * @param limit how many records are wanted at most
     * @param <T> the type of the records
     * @return the records
     */
    public <T> List<T> collect(Transformation<T> input, String jobName, int limit) {
        if (limit < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "The limit of collected records must be at least 1, not " + limit + ".");
        }
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = collect(input, jobName)) {
            while (records.size() < limit && results.hasNext()) {
                records.add(results.next());
            }
        }
        return records;
    }

    private Plan plan(String jobName, List<Transformation<?>> ends) {
        if (ends.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The program has defined no sink since it last ran, so there is nothing to run: end it with"
                            + " sinkTo, addSink, print, writeAsText or the like.");
        }
        Configuration options = new Configuration(configuration);
        options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism());
        OptionCatalogue.check(options);
        return new Plan(jobName == null ? defaultName() : jobName, ends, options);
    }

    private String defaultName() {
        return configuration.getOptional(CoreOptions.PIPELINE_NAME).orElseGet(Program::mainClass);
    }

    /** The innermost main method is the program's; those around it are a command line's or a test's. */
    private static String mainClass() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> frame.getMethodName().equals("main"))
                        .map(frame -> frame.getDeclaringClass().getSimpleName())
                        .findFirst()
                        .orElse("Weir job"));
    }

    private PlanExecutor executor() {
        return context != null
                ? context
                : PlanExecutors.forTarget(configuration.get(ExecutionOptions.TARGET), configuration);
    }
}
