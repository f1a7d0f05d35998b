package io.weir.runtime.restore;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.functions.SourceFunction;
import io.weir.plan.Plan;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.minicluster.MiniCluster;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.tools.ToolProvider;

/**
 * A program in several versions, each compiled when it is asked for: its classes have the same names, but other content.
 *
 * @param classes the class loader of the version
 */
record ChangingProgram(ClassLoader classes) {
    /** Where the first version fills its state; later ones only ask for it. */
    private static final String FILLING = "(?s)// begin.*?// end";

    /** The first version. */
    static final String SOURCE = """
            package changed;

            import io.weir.datastream.*;
            import io.weir.functions.*;
            import io.weir.state.*;
            import io.weir.types.*;
            import io.weir.windowing.assigners.*;
            import io.weir.windowing.triggers.*;
            import io.weir.windowing.windows.*;
            import java.time.Duration;
            import java.util.*;

            public class Program {
                public enum Kind { LOW, MIDDLE, HIGH }

                public record Point(int x, long y) {}

                public static class Inner {
                    public int depth;
                    public String name;
                }

                public static class Value {
                    public int count;
                    public long total;
                    public String text;
                    public Integer boxed;
                    public Kind kind;
                    public Point point;
                    public Inner inner;
                    public List<Inner> items;
                    public Map<String, Point> points;
                    public int[] numbers;
                }

                public static final class Closed {
                    public final int part;

                    public Closed(int part) {
                        this.part = part;
                    }
                }

                // begin
                static Value fill(long n) {
                    Value value = new Value();
                    value.count = (int) n;
                    value.total = n;
                    value.text = "t" + n;
                    value.boxed = 1;
                    value.kind = Kind.values()[(int) (n % 3)];
                    value.point = new Point(1, n);
                    value.inner = new Inner();
                    value.items = new ArrayList<>(List.of(new Inner()));
                    value.points = new HashMap<>(Map.of("p", new Point(2, n)));
                    value.numbers = new int[] {1, 2};
                    return value;
                }
                // end

                public static void build(StreamExecutionEnvironment env, SourceFunction<Long> source) {
                    var numbers = env.addSource(source).uid("numbers");
                    numbers.keyBy(n -> n % 7).process(new Keeper()).uid("keeper").addSink((n, context) -> {});
                    numbers.map(new Lister()).uid("lister").addSink((n, context) -> {});
                    numbers.keyBy(n -> n % 5)
                            .window(TumblingProcessingTimeWindows.of(Duration.ofDays(1)))
                            .aggregate(new Summing())
                            .uid("windows")
                            .addSink((n, context) -> {});
                    numbers.keyBy(n -> n % 5)
                            .window(TumblingProcessingTimeWindows.of(Duration.ofDays(1)))
                            .trigger(CountTrigger.of(1000))
                            .aggregate(new Summing())
                            .uid("counted")
                            .addSink((n, context) -> {});
                }

                public static class Keeper extends KeyedProcessFunction<Long, Long, Long> {
                    private transient ValueState<Value> value;
                    private transient ListState<Value> list;
                    private transient MapState<String, Kind> kinds;
                    private transient ValueState<Object> any;
                    private transient ReducingState<Long> sum;

                    @Override
                    public void open(OpenContext context) {
                        value = getRuntimeContext().getState(new ValueStateDescriptor<>("value", Value.class));
                        list = getRuntimeContext().getListState(new ListStateDescriptor<>("list", Value.class));
                        kinds = getRuntimeContext().getMapState(
                                new MapStateDescriptor<>("kinds", String.class, Kind.class));
                        any = getRuntimeContext().getState(
                                new ValueStateDescriptor<>("any", Types.GENERIC(Object.class)));
                        sum = getRuntimeContext().getReducingState(
                                new ReducingStateDescriptor<>("sum", Long::sum, Long.class));
                    }

                    @Override
                    public void processElement(Long n, Context context, Collector<Long> out) throws Exception {
                        // begin
                        value.update(fill(n));
                        list.add(fill(n));
                        kinds.put("k", Kind.HIGH);
                        any.update(new Closed(5));
                        sum.add(n);
                        context.timerService().registerEventTimeTimer(n);
                        // end
                        out.collect(n);
                    }
                }

                public static class Unkeyed extends ProcessFunction<Long, Long> {
                    @Override
                    public void processElement(Long n, Context context, Collector<Long> out) {
                        out.collect(n);
                    }
                }

                public static class Lister extends RichMapFunction<Long, Long> implements CheckpointedFunction {
                    private transient ListState<Value> elements;

                    @Override
                    public void initializeState(FunctionInitializationContext context) throws Exception {
                        elements = context.getOperatorStateStore()
                                .getListState(new ListStateDescriptor<>("elements", Value.class));
                    }

                    @Override
                    public void snapshotState(FunctionSnapshotContext context) {}

                    @Override
                    public Long map(Long n) throws Exception {
                        // begin
                        elements.add(fill(n));
                        // end
                        return n;
                    }
                }

                public static class Total {
                    public long sum;
                    public int number;
                }

                public static class Summing implements AggregateFunction<Long, Total, Long> {
                    @Override
                    public Total createAccumulator() {
                        return new Total();
                    }

                    @Override
                    public Total add(Long n, Total total) {
                        total.number++;
                        return total;
                    }

                    @Override
                    public Long getResult(Total total) {
                        return (long) total.number;
                    }

                    @Override
                    public Total merge(Total one, Total other) {
                        return one;
                    }
                }
            }
            """;

    /** Some numbers; the first version stays until it is stopped. */
    static final class Numbers implements SourceFunction<Long> {
        private static final long serialVersionUID = 1L;
        private static final int MANY = 60;

        /** Whether the first version has given all; written by its source's thread, read by the test. */
        private static volatile boolean given;

        /** How often a source has begun; written by sources' threads, read by the test. */
        private static final AtomicInteger RUNS = new AtomicInteger();

        private final boolean stays;
        private volatile boolean canceled; // written by whoever cancels, read by the source's thread

        Numbers(boolean stays) {
            this.stays = stays;
        }

        static boolean haveBeenGiven() {
            return given;
        }

        static int runs() {
            return RUNS.get();
        }

        @Override
        public void run(SourceContext<Long> context) {
            RUNS.incrementAndGet();
            for (long n = 0; n < (stays ? MANY : 1); n++) {
                context.collect(n);
            }
            given |= stays;
            while (stays && !canceled) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }
    }

    /** Compiles the first version. */
    static ChangingProgram first(Path directory) throws IOException {
        return compile(directory, SOURCE);
    }

    /**
     * Compiles a later version.
     *
     * @param directory where to
     * @param replacements what stands for what in it
     */
    static ChangingProgram changed(Path directory, Map<String, String> replacements) throws IOException {
        String source = SOURCE.replaceAll(FILLING, "");
        for (Map.Entry<String, String> each : replacements.entrySet()) {
            if (!source.contains(each.getKey())) {
                throw new IllegalArgumentException("There is no '" + each.getKey() + "' in the program");
            }
            source = source.replace(each.getKey(), each.getValue());
        }
        return compile(directory, source);
    }

    private static ChangingProgram compile(Path directory, String source) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("Program.java");
        Files.writeString(file, source);
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        directory.toString(),
                        "-cp",
                        classPath,
                        file.toString());
        if (result != 0) {
            throw new IllegalArgumentException("The program does not compile");
        }
        URL[] urls = {directory.toUri().toURL()};
        return new ChangingProgram(new URLClassLoader(urls, ChangingProgram.class.getClassLoader()));
    }

    /** What is done with the program's classes as those of the thread. */
    interface Work<T> {
        /** Does it. */
        T run() throws Exception;
    }

    /** Does something with the program's classes as those of the thread. */
    <T> T with(Work<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Returns the job of the program. */
    JobGraph graph(Configuration options, boolean stays) throws Exception {
        return with(() -> {
            Capture capture = new Capture(options);
            PlanExecutors.setContext(capture);
            try {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment()
                        .setParallelism(options.get(CoreOptions.DEFAULT_PARALLELISM));
                env.getConfiguration().addAll(options);
                build(env, new Numbers(stays));
                env.executeAsync("changing");
            } finally {
                PlanExecutors.setContext(null);
            }
            return JobGraphs.translate(capture.plan);
        });
    }

    private void build(StreamExecutionEnvironment env, SourceFunction<Long> source) throws Exception {
        try {
            classes.loadClass("changed.Program")
                    .getMethod("build", StreamExecutionEnvironment.class, SourceFunction.class)
                    .invoke(null, env, source);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    /** Starts a job of it on a cluster that knows its classes. */
    static JobClient submit(MiniCluster cluster, JobGraph graph) {
        return WeirClient.of(cluster.dispatcher(), new Configuration()).submit(graph, List.of());
    }

    /** Keeps the plan. */
    private static final class Capture implements PlanExecutor {
        private final Configuration options;
        private Plan plan;

        Capture(Configuration options) {
            this.options = options;
        }

        @Override
        public Configuration configuration() {
            return new Configuration(options);
        }

        @Override
        public JobClient submit(Plan submitted) {
            plan = submitted;
            return null;
        }

        @Override
        public String explain(Plan explained) {
            return JobGraphs.explain(explained);
        }
    }
}
