package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.OperatorCapture;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointVerifyCommandTest {
    private static final int GROUPS = 128;

    private static final String ID = JobGraphs.stateIdOf("counter");

    private static final String PROGRAM = """
            package example;

            import io.weir.datastream.StreamExecutionEnvironment;
            import io.weir.functions.*;
            import io.weir.state.*;

            public class Counting {
                public static void main(String[] args) throws Exception {
                    System.out.println("main has run with " + args.length);
                    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                    env.fromSequence(1, 10).uid("numbers")
                            .keyBy(n -> n)
                            .process(new Count())
                            .uid(args.length > 0 ? args[1] : "counter")
                            .addSink((n, context) -> {});
                    env.execute();
                }

                static class Count extends KeyedProcessFunction<Long, Long, Long> {
                    @Override
                    public void open(OpenContext context) {
                        // more
                        getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
                    }

                    @Override
                    public void processElement(Long n, Context context, Collector<Long> out) {}
                }
            }
            """;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String savepoint;

    private int verify(Path jar, List<String> options, String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        List<String> args = new ArrayList<>(List.of("checkpoint", "verify"));
        args.addAll(options);
        args.addAll(List.of(jar.toString(), savepoint));
        args.addAll(Arrays.asList(arguments));
        return Weir.execute(console, new FakeClusters(), args.toArray(new String[0]));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    private Path jar(String from, String to) throws IOException {
        return TestJars.jar(directory, "example.Counting", PROGRAM.replace(from, to), "example.Counting");
    }

    @BeforeEach
    void writeSavepoint() throws Exception {
        KeyGroupRange groups = KeyGroupRange.of(GROUPS, 1, 0);
        OperatorStates states = new OperatorStates(
                new HeapStateBackend(),
                new StateBackend.Place(groups, () -> 0, getClass().getClassLoader(), OperatorImage.EMPTY));
        var keyed = states.openKeyed(Types.LONG);
        var count = keyed.states().getState(new ValueStateDescriptor<>("count", Long.class));
        keyed.setCurrentKey(7L);
        count.update(3L);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OperatorCapture capture = states.capture(3)) {
            capture.writeTo(bytes);
        }
        OperatorPart part =
                new OperatorPart(ID, "Count", 0, GROUPS, false, new StateHandle.Inline(bytes.toByteArray()));
        OperatorState operator = new OperatorState(ID, "Count", 1, GROUPS, List.of(), List.of(new Part(0, part)));
        Path path = directory.resolve("savepoint");
        CheckpointStorage.write(
                path.toString(),
                new CheckpointMetadata(JobId.random(), 3, CheckpointKind.SAVEPOINT, 0, List.of(operator), List.of()));
        savepoint = path.toString();
    }

    @Test
    void saysThatAProgramCanStart() throws Exception {
        assertThat(verify(jar("", ""), List.of("-p", "2"))).as(err()).isEqualTo(ExitCode.DONE);
        assertThat(out())
                .isEqualTo("Count (uid counter)\n  count (value of Long, keys of Long): restored\n"
                        + "The program can start from " + savepoint + ".\n"
                        + "State by key is taken to be kept by the backend 'hashmap' (state.backend.type of the program, or"
                        + " else of this client).");
        assertThat(err()).contains("main has run with 0");
    }

    @Test
    void saysWhatIsConverted() throws Exception {
        assertThat(verify(jar("Long.class", "Double.class"), List.of("--json")))
                .as(err())
                .isEqualTo(ExitCode.DONE);
        assertThat(out())
                .startsWith("{\"path\":\"" + savepoint
                        + "\",\"backend\":\"hashmap\",\"possible\":true,\"restored\":0,\"converted\":1,")
                .contains("\"name\":\"count\"")
                .contains("\"outcome\":\"CONVERTED\"");
    }

    @Test
    void saysWhyAProgramCannotStart() throws Exception {
        assertThat(verify(jar("Long.class", "Integer.class"), List.of())).isEqualTo(ExitCode.FAILED);
        assertThat(out())
                .contains("count (value of Long, keys of Long): refused")
                .contains("The state 'count' of 'Count' (id " + ID + ") cannot be restored: value:")
                .contains("The program cannot start from " + savepoint + ": 1 of 1 states are refused.");
    }

    @Test
    void leavesStateBehindWhereThatIsAllowed() throws Exception {
        Path jar = jar("", "");
        assertThat(verify(jar, List.of(), "--uid", "other")).isEqualTo(ExitCode.FAILED);
        assertThat(out()).contains("state of operators that the program does not have: Count");
        out.reset();
        assertThat(verify(jar, List.of("-n"), "--uid", "other")).as(err()).isEqualTo(ExitCode.DONE);
        assertThat(out()).contains("count (value of Long, keys of Long): left behind");
    }

    @Test
    void saysWhatIsNotKnown() throws Exception {
        Path jar = jar("// more", "if (true) throw new IllegalStateException(\"no database\");");
        assertThat(verify(jar, List.of())).isEqualTo(ExitCode.FAILED);
        assertThat(out())
                .contains("count (value of Long, keys of Long): unknown")
                .contains("no database");
        assertThat(verify(jar, List.of("--allow-unknown"))).isEqualTo(ExitCode.DONE);
    }

    @Test
    void saysWhatIsNotKnownBeforeTheFirstRecord() throws Exception {
        Path jar = jar("getRuntimeContext().getState(new ValueStateDescriptor<>(\"count\", Long.class));", "");
        assertThat(verify(jar, List.of("-D", "state.backend.type=rocksdb")))
                .as(err())
                .isEqualTo(ExitCode.DONE);
        assertThat(out())
                .contains("count (value of Long, keys of Long): not known before the first record")
                .contains("Not known before the first record: 1 of 1 states.")
                .contains("by the backend 'rocksdb'");
    }

    @Test
    void saysWhichInstancesItHasNotSeen() throws Exception {
        String notes = "System.setProperty(\"weir.test.opened\", System.getProperty(\"weir.test.opened\", \"\") + \" \""
                + " + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());";
        System.clearProperty("weir.test.opened");
        Path jar = jar("getRuntimeContext().getState(", notes + " if (false) getRuntimeContext().getState(");
        assertThat(verify(jar, List.of("-p", "16"))).as(err()).isEqualTo(ExitCode.DONE);
        assertThat(out())
                .contains("did not ask for it when it was opened, as 2 of its 16 instances, and has no descriptor")
                .contains("Not seen are descriptors that functions make only then, and what instances ask for that were"
                        + " not opened (Count (uid counter): 2 of 16).");
        assertThat(System.clearProperty("weir.test.opened")).isEqualTo(" 0 15");
        out.reset();
        assertThat(verify(jar, List.of("-p", "4", "--instances", "4"))).isEqualTo(ExitCode.DONE);
        assertThat(out()).contains("Not seen are descriptors that functions make only then.");
    }

    @Test
    void doesNotWaitForEverForAFunctionToOpen() throws Exception {
        Path jar = jar("// more", "while (!Thread.interrupted()) { Thread.onSpinWait(); }");
        assertThat(verify(jar, List.of("--timeout", "1"))).isEqualTo(ExitCode.FAILED);
        assertThat(out())
                .contains("count (value of Long, keys of Long): unknown")
                .contains("the operator was not open after 1 s");
        assertThat(verify(jar, List.of("--timeout", "0"))).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesWhatIsNoProgramAndNoSavepoint() throws Exception {
        assertThat(verify(jar("env.execute();", ""), List.of())).isEqualTo(ExitCode.USAGE);
        savepoint = directory.resolve("nowhere").toString();
        assertThat(verify(jar("", ""), List.of())).isNotEqualTo(ExitCode.DONE);
        assertThat(err()).contains("nowhere");
    }
}
