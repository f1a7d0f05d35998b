package io.weir.runtime.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SavepointOptions;
import io.weir.execution.JobClient;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.client.WeirClient;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.minicluster.Eventually;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a changed program before it starts is what happens when it starts. */
@Timeout(300)
class RestoreVerdictsTest {
    @TempDir
    static Path directory;

    private static CompletedCheckpoint savepoint;
    private static int versions;

    /** What the program's owner should be told. */
    enum Verdict {
        POSSIBLE,
        UNKNOWN,
        REFUSED,
        /** The program is none. */
        NO_JOB
    }

    /**
     * A change of the program.
     *
     * @param name what it is
     * @param replacements what stands for what in its text
     * @param options what is set otherwise
     * @param verdict what should be said
     * @param message what the reason begins with or holds; empty if there is none
     */
    record Change(
            String name, Map<String, String> replacements, Configuration options, Verdict verdict, String message) {
        Change with(Configuration others) {
            return new Change(name, replacements, others, verdict, message);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Change possible(String name, String... fromTo) {
        return change(name, Verdict.POSSIBLE, "", fromTo);
    }

    private static Change refused(String name, String message, String... fromTo) {
        return change(name, Verdict.REFUSED, message, fromTo);
    }

    private static Change change(String name, Verdict verdict, String message, String... fromTo) {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (int i = 0; i < fromTo.length; i += 2) {
            replacements.put(fromTo[i], fromTo[i + 1]);
        }
        return new Change(name, replacements, new Configuration(), verdict, message);
    }

    private static Configuration leavingState() {
        return new Configuration().set(SavepointOptions.IGNORE_UNCLAIMED_STATE, true);
    }

    static Stream<Change> fields() {
        return Stream.of(
                possible("nothing"),
                possible("field added", "public int count;", "public int count; public String more = \"m\";"),
                possible("field removed", "public String text;", ""),
                possible(
                        "fields in another order",
                        "public int count;",
                        "",
                        "public int[] numbers;",
                        "public int[] numbers; public int count;"),
                possible("field renamed", "public String text;", "public String label;"),
                possible("int to long", "public int count;", "public long count;"),
                possible("int to double", "public int count;", "public double count;"),
                refused("long to int", "value.total", "public long total;", "public int total;"),
                refused("int to boolean", "value.count", "public int count;", "public boolean count;"),
                refused("string to int", "value.text", "public String text;", "public int text;"),
                possible("primitive to boxed", "public int count;", "public Integer count;"),
                possible("boxed to primitive", "public Integer boxed;", "public int boxed;"),
                possible("boxed and widened", "public int count;", "public Long count;"),
                possible("int[] to long[]", "public int[] numbers;", "public long[] numbers;"),
                refused("array to list", "value.numbers", "public int[] numbers;", "public List<Integer> numbers;"),
                possible("list to ArrayList", "public List<Inner> items;", "public ArrayList<Inner> items;"),
                refused("list to set", "value.items", "public List<Inner> items;", "public Set<Inner> items;"),
                possible("constant added", "LOW, MIDDLE, HIGH", "LOW, MIDDLE, HIGH, HIGHEST"),
                possible("constants in another order", "LOW, MIDDLE, HIGH", "HIGH, LOW, MIDDLE"),
                refused("constant removed", "value.kind", "LOW, MIDDLE, HIGH", "LOW, MIDDLE"),
                refused("constant renamed", "value.kind", "LOW, MIDDLE, HIGH", "LOW, MEDIUM, HIGH"),
                possible("component added", "Point(int x, long y)", "Point(int x, long y, String z)"),
                possible("component removed", "Point(int x, long y)", "Point(int x)"),
                possible("components in another order", "Point(int x, long y)", "Point(long y, int x)"),
                refused("component narrowed", "value.point", "Point(int x, long y)", "Point(int x, int y)"));
    }

    static Stream<Change> classes() {
        return Stream.of(
                possible("field of a nested class widened", "public int depth;", "public long depth;"),
                refused("field of a nested class narrowed", "inner", "public int depth;", "public short depth;"),
                possible(
                        "record to POJO",
                        "public record Point(int x, long y) {}",
                        "public static class Point { public int x; public long y; }"),
                possible("class renamed", "Inner", "Innermost"),
                refused("class renamed and its fields changed", "Innermost", "Inner", "Innermost", "depth", "deepness"),
                refused(
                        "class that only Kryo writes changed",
                        "part",
                        "public final int part;",
                        "public final long part;"),
                refused(
                        "class that only Kryo writes removed",
                        "Closed",
                        "public static final class Closed",
                        "public static final class Open",
                        "public Closed(int",
                        "public Open(int"),
                possible("accumulator of windows widened", "public int number;", "public long number;"),
                refused("accumulator of windows changed", "sum", "public long sum;", "public String sum;"),
                possible("length of windows", "Duration.ofDays(1)", "Duration.ofDays(2)"));
    }

    static Stream<Change> states() {
        return Stream.of(
                refused(
                        "type of keys",
                        "State by key of",
                        "KeyedProcessFunction<Long, Long, Long>",
                        "KeyedProcessFunction<String, Long, Long>",
                        "keyBy(n -> n % 7)",
                        "keyBy(n -> \"k\" + n % 7, Types.STRING)"),
                possible("state renamed", "(\"value\", Value.class)", "(\"worth\", Value.class)"),
                possible(
                        "state removed",
                        "list = getRuntimeContext().getListState(new ListStateDescriptor<>(\"list\", Value.class));",
                        ""),
                refused(
                        "kind of state",
                        "The state 'list'",
                        "getListState(new ListStateDescriptor<>(\"list\", Value.class))",
                        "getState(new ValueStateDescriptor<>(\"list\", Value.class))",
                        "ListState<Value> list;",
                        "ValueState<Value> list;"),
                refused(
                        "type of state",
                        "The state 'sum'",
                        "new ReducingStateDescriptor<>(\"sum\", Long::sum, Long.class)",
                        "new ReducingStateDescriptor<>(\"sum\", String::concat, String.class)",
                        "ReducingState<Long>",
                        "ReducingState<String>"),
                possible(
                        "time to live",
                        "value = getRuntimeContext().getState(new ValueStateDescriptor<>(\"value\", Value.class));",
                        "var d = new ValueStateDescriptor<>(\"value\", Value.class);"
                                + "d.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(1)).build());"
                                + "value = getRuntimeContext().getState(d);"),
                refused(
                        "list of an instance to broadcast state",
                        "The operator state 'elements'",
                        ".getListState(new ListStateDescriptor<>(\"elements\", Value.class))",
                        ".getBroadcastState(new MapStateDescriptor<>(\"elements\", String.class, Value.class))",
                        "private transient ListState<Value> elements;",
                        "private transient BroadcastState<String, Value> elements;"),
                possible(
                        "list of an instance to union list",
                        ".getListState(new ListStateDescriptor<>(\"elements\"",
                        ".getUnionListState(new ListStateDescriptor<>(\"elements\""));
    }

    private static final String ASKS_FOR_VALUE =
            "value = getRuntimeContext().getState(new ValueStateDescriptor<>(\"value\", Value.class));";
    private static final String WITH_A_RECORD =
            "public void processElement(Long n, Context context, Collector<Long> out) throws Exception {";
    private static final String FIELD = "private transient ValueState<Value> value;";

    /** Asks with a record, by a descriptor that the function has. */
    private static String[] later(String field, String place, String descriptor) {
        return new String[] {
            ASKS_FOR_VALUE,
            "",
            WITH_A_RECORD,
            WITH_A_RECORD + " getRuntimeContext().getState(later);",
            place,
            field + descriptor
        };
    }

    static Stream<Change> later() {
        String fits = "ValueStateDescriptor<Value> later = new ValueStateDescriptor<>(\"value\", Value.class);";
        String fitsNot = "ValueStateDescriptor<Long> later = new ValueStateDescriptor<>(\"value\", Long.class);";
        String lists = "list = getRuntimeContext()";
        return Stream.of(
                possible("descriptor in a field", later("private final ", FIELD, fits)),
                refused("descriptor in a field, of another type", "The state 'value'", later("final ", FIELD, fitsNot)),
                possible("constant descriptor", later("private static final ", FIELD, fits)),
                refused(
                        "constant descriptor, of another type",
                        "The state 'value'",
                        later("private static final ", FIELD, fitsNot)),
                refused(
                        "state of the second instance only",
                        "The state 'list'",
                        lists,
                        "if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 1) list = getRuntimeContext()",
                        "new ListStateDescriptor<>(\"list\", Value.class)",
                        "new ListStateDescriptor<>(\"list\", Long.class)",
                        "ListState<Value> list;",
                        "ListState<Long> list;"),
                refused(
                        "type of a trigger's state",
                        "The state 'window-trigger/count'",
                        ".trigger(CountTrigger.of(1000))",
                        ".trigger(new Other())",
                        "public static class Total {",
                        OTHER_TRIGGER + "public static class Total {"));
    }

    private static final String OTHER_TRIGGER = """
            static class Other extends Trigger<Object, TimeWindow> {
                private final ReducingStateDescriptor<String> count =
                        new ReducingStateDescriptor<>("count", String::concat, String.class);

                @Override
                public TriggerResult onElement(Object n, long at, TimeWindow window, TriggerContext context) {
                    context.getPartitionedState(count).add("1");
                    return TriggerResult.CONTINUE;
                }

                @Override
                public TriggerResult onEventTime(long time, TimeWindow window, TriggerContext context) {
                    return TriggerResult.CONTINUE;
                }

                @Override
                public TriggerResult onProcessingTime(long time, TimeWindow window, TriggerContext context) {
                    return TriggerResult.CONTINUE;
                }

                @Override
                public void clear(TimeWindow window, TriggerContext context) {}
            }
            """;

    static Stream<Change> jobs() {
        String keeper = ".keyBy(n -> n % 7).process(new Keeper()).uid(\"keeper\")";
        String line = "numbers" + keeper + ".addSink((n, context) -> {});";
        return Stream.of(
                refused(
                        "uid",
                        "state of operators that the program does not have",
                        "uid(\"keeper\")",
                        "uid(\"other\")"),
                possible("uid, with -n", "uid(\"keeper\")", "uid(\"other\")").with(leavingState()),
                refused("operator removed", "state of operators that the program does not have", line, ""),
                possible("operator removed, with -n", line, "").with(leavingState()),
                refused("keys lost", "the operator has no keys any more", keeper, UNKEYED),
                possible("keys lost, with -n", keeper, UNKEYED).with(leavingState()),
                possible("operator added", keeper, ".map(n -> n).uid(\"new\")" + keeper),
                possible("parallelism").with(new Configuration().set(CoreOptions.DEFAULT_PARALLELISM, 3)),
                refused("maximum parallelism", "groups", "uid(\"keeper\")", "uid(\"keeper\").setMaxParallelism(64)"),
                change(
                        "parallelism over its maximum",
                        Verdict.NO_JOB,
                        "parallelism",
                        "uid(\"keeper\")",
                        "uid(\"keeper\").setMaxParallelism(2).setParallelism(3)"),
                // The tasks get their database, which is out of reach where the program is verified.
                change(
                        "function that cannot be opened",
                        Verdict.UNKNOWN,
                        "",
                        "public void open(OpenContext context) {",
                        "public void open(OpenContext context) {"
                                + " if (Thread.currentThread().getName().contains(\"verifying\"))"
                                + " throw new IllegalStateException(\"no database\");"));
    }

    private static final String UNKEYED = ".process(new Unkeyed()).uid(\"keeper\")";

    @BeforeAll
    static void takeSavepoint() throws Exception {
        ChangingProgram program = ChangingProgram.first(Files.createDirectory(directory.resolve("first")));
        JobGraph graph = program.graph(options(), true);
        program.with(() -> {
            try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 3))) {
                JobClient job = ChangingProgram.submit(cluster, graph);
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                Eventually.until("records are read", ChangingProgram.Numbers::haveBeenGiven);
                long number = client.requestCheckpoint(job.getJobID(), CheckpointKind.STOP, directory.toString());
                job.getJobExecutionResult().join();
                CheckpointReport report = client.checkpoints(job.getJobID()).stream()
                        .filter(each -> each.id() == number)
                        .findFirst()
                        .orElseThrow();
                assertThat(report.status()).as(report.failure()).isEqualTo(CheckpointReport.Status.COMPLETED);
                savepoint = CheckpointStorage.read(report.path());
            }
            return null;
        });
    }

    private static Configuration options() {
        return new Configuration()
                .set(CoreOptions.DEFAULT_PARALLELISM, 2)
                .set(RestartOptions.TYPE, RestartStrategyType.NONE);
    }

    @ParameterizedTest
    @MethodSource({"fields", "classes", "states", "later", "jobs"})
    void saysWhatHappens(Change change) throws Exception {
        Path version = directory.resolve("version-" + versions++);
        ChangingProgram program = ChangingProgram.changed(version, change.replacements());
        Configuration options = options().addAll(change.options());
        JobGraph graph;
        try {
            graph = program.graph(options.set(SavepointOptions.PATH, savepoint.directory()), false);
        } catch (WeirException e) {
            assertThat(change.verdict()).isEqualTo(Verdict.NO_JOB);
            assertThat(e).hasMessageContaining(change.message());
            return;
        }
        Thread.currentThread().setName("verifying");
        RestoreReport report = new RestoreCheck(
                        savepoint,
                        graph,
                        program.classes(),
                        RestoreCheck.Manner.thorough(options, 2, Duration.ofSeconds(30)))
                .run();
        Thread.currentThread().setName("main");
        String happens = restore(program, options);
        assertThat(happens.isEmpty()).as(happens).isEqualTo(change.verdict() != Verdict.REFUSED);
        assertThat(verdictOf(report)).as(report.toString()).isEqualTo(change.verdict());
        if (change.verdict() == Verdict.REFUSED) {
            assertThat(happens).contains(change.message());
            assertThat(report.refusals())
                    .anySatisfy(refusal -> assertThat(happens).contains(refusal));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProgramThatIsRefusedDoesNotStartAgain(boolean checkFirst) throws Exception {
        ChangingProgram program = ChangingProgram.changed(
                directory.resolve("refused-" + checkFirst), Map.of("public long total;", "public int total;"));
        Configuration options = options()
                .set(SavepointOptions.PATH, savepoint.directory())
                .set(SavepointOptions.CHECK_FIRST, checkFirst)
                .set(RestartOptions.TYPE, RestartStrategyType.EXPONENTIAL_DELAY);
        JobGraph graph = program.graph(options, false);
        int before = ChangingProgram.Numbers.runs();
        program.with(() -> {
            try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 3))) {
                JobClient job = ChangingProgram.submit(cluster, graph);
                assertThat(job.getJobExecutionResult())
                        .failsWithin(Duration.ofSeconds(60))
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining(checkFirst ? "The state 'value' of 'Keyed Process'" : "state '")
                        .withMessageContaining(" cannot be restored: value.total: ")
                        .withMessageContaining("Mend: ");
                WeirClient client = WeirClient.of(cluster.dispatcher(), new Configuration());
                assertThat(client.details(job.getJobID()).pastFailures()).isEmpty();
            }
            return null;
        });
        if (checkFirst) {
            assertThat(ChangingProgram.Numbers.runs()).isEqualTo(before);
        }
    }

    /** A descriptor that nobody uses looks as if its state would be asked for with a record. */
    @Test
    void whoeverNeverUsesADescriptorCanStartWithoutTheCheck() throws Exception {
        String unused = "final ValueStateDescriptor<Long> unused = new ValueStateDescriptor<>(\"value\", Long.class);";
        ChangingProgram program =
                ChangingProgram.changed(directory.resolve("unused"), Map.of(ASKS_FOR_VALUE, "", FIELD, FIELD + unused));
        Configuration options = options().set(SavepointOptions.PATH, savepoint.directory());
        JobGraph graph = program.graph(options, false);
        program.with(() -> {
            try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 3))) {
                assertThat(ChangingProgram.submit(cluster, graph).getJobExecutionResult())
                        .failsWithin(Duration.ofSeconds(60))
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining("The state 'value' of 'Keyed Process'")
                        .withMessageContaining("start with execution.savepoint.check-first=false");
            }
            return null;
        });
        assertThat(restore(program, options)).isEmpty();
    }

    private static Verdict verdictOf(RestoreReport report) {
        if (!report.isPossible(true)) {
            return Verdict.REFUSED;
        }
        return report.isPossible(false) ? Verdict.POSSIBLE : Verdict.UNKNOWN;
    }

    /** Starts the tasks without a look before; returns what they failed with, or nothing. */
    private static String restore(ChangingProgram program, Configuration options) throws Exception {
        JobGraph graph = program.graph(new Configuration(options).set(SavepointOptions.CHECK_FIRST, false), false);
        return program.with(() -> {
            try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 1, 3))) {
                ChangingProgram.submit(cluster, graph).getJobExecutionResult().join();
                return "";
            } catch (CompletionException e) {
                return e.getCause().getMessage();
            }
        });
    }
}
