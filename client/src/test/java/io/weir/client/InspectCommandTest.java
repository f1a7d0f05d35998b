package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.CheckpointMetadata;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.protocol.CheckpointKind;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorCapture;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.runtime.timers.Timers;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueStateDescriptor;
import io.weir.time.TimeDomain;
import io.weir.types.Types;
import io.weir.windowing.windows.TimeWindow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final int GROUPS = 16;
    private static final String SENSOR = JobGraphs.stateIdOf("sensor");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A constant. */
    public enum Level {
        LOW,
        HIGH
    }

    /** A value. */
    public record Reading(double degrees, Level level) {}

    private int weir(String... args) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        return Weir.execute(console, new FakeClusters(), args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @BeforeEach
    void writeSavepoint() throws Exception {
        List<Part> parts = new ArrayList<>();
        for (int instance = 0; instance < 2; instance++) {
            parts.add(part(instance));
        }
        parts.add(new Part(
                0,
                new OperatorPart(
                        SENSOR, "Watch", 0, OperatorPart.IN_FLIGHT, false, new StateHandle.Inline(new byte[7]))));
        OperatorState watch = new OperatorState(SENSOR, "Watch", "sensor", 2, GROUPS, List.of(), parts);
        OperatorState print = new OperatorState("p", "Print", "", 1, GROUPS, List.of(0), List.of());
        EnumeratorState source = new EnumeratorState("src", "Numbers", 1, new byte[5]);
        CheckpointStorage.write(
                directory.toString(),
                new CheckpointMetadata(
                        new JobId(JOB), 3, CheckpointKind.SAVEPOINT, 0, List.of(watch, print), List.of(source)));
    }

    private static Part part(int instance) throws IOException {
        KeyGroupRange groups = KeyGroupRange.of(GROUPS, 2, instance);
        OperatorStates states = new OperatorStates(
                new HeapStateBackend(),
                new StateBackend.Place(
                        groups, () -> 0, InspectCommandTest.class.getClassLoader(), OperatorImage.EMPTY));
        KeyedStateBackend<Long> keyed = states.openKeyed(Types.LONG);
        Timers<Long, TimeWindow> timers =
                Timers.of(keyed, TimeWindow.TYPE, new ManualProcessingTime(), (domain, namespace, time) -> {});
        var last = keyed.states().getState(new ValueStateDescriptor<>("last", Reading.class));
        var any = keyed.states().getState(new ValueStateDescriptor<>("any", Types.GENERIC(Object.class)));
        var windows = keyed.namespaced("windows", TimeWindow.TYPE);
        var sums = windows.getMapState(new MapStateDescriptor<>("sums", Types.INT, Types.LONG));
        var offsets = states.ofInstance().getListState(new ListStateDescriptor<>("offsets", Types.LONG));
        offsets.add(100L + instance);
        states.ofInstance()
                .getListState(new ListStateDescriptor<>("weir.positions", Types.STRING))
                .add("numbers from " + 7 * instance);
        for (long key = 0; key < 100; key++) {
            if (KeyGroups.groupOf(key, GROUPS) / (GROUPS / 2) == instance) {
                keyed.setCurrentKey(key);
                last.update(new Reading(key / 2.0, key % 2 == 0 ? Level.LOW : Level.HIGH));
                any.update(key == 7 ? new TreeMap<>(Map.of(1, 2)) : new Reading(key, null));
                windows.setCurrentNamespace(new TimeWindow(5, 15));
                sums.put(1, key);
                sums.put(2, null);
                timers.register(TimeDomain.EVENT_TIME, new TimeWindow(0, 10), 9);
            }
        }
        try (OperatorCapture capture = states.capture(3)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            capture.writeTo(bytes);
            return new Part(
                    instance,
                    new OperatorPart(
                            SENSOR,
                            "Watch",
                            groups.first(),
                            groups.count(),
                            false,
                            new StateHandle.Inline(bytes.toByteArray())));
        }
    }

    @Test
    void showsOperatorsAndStates() {
        assertThat(weir("checkpoint", "inspect", directory.toString()))
                .as(err())
                .isEqualTo(ExitCode.DONE);
        assertThat(out())
                .startsWith("SAVEPOINT 3 of job " + JOB + ", taken 1970-01-01T00:00:00Z")
                .contains("Watch (uid sensor), 2 instances, at most 16")
                .containsPattern("\n  offsets: split of List<Long>, 2 values, \\d+ bytes")
                .containsPattern(
                        "\n  last: value of Reading<degrees: Double, level: Enum<Level>>, keys of Long, 100 keys,")
                .containsPattern("\n  timers: part of .*, keys of Long, 100 keys, \\d+ bytes")
                .contains("\n    goes on from numbers from 0\n    goes on from numbers from 7\n")
                .contains("\n  records under way: 7 bytes")
                .contains("Print (no uid, id p), 1 instances, at most 16, 0 bytes, 1 had finished")
                .contains("source Numbers (id src): what is left to read, 5 bytes");
    }

    @Test
    void showsFactsAsJson() {
        assertThat(weir("checkpoint", "inspect", "--json", directory.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(out())
                .startsWith("{\"path\":\"" + directory)
                .contains("\"kind\":\"SAVEPOINT\",\"id\":3,\"jobId\":\"" + JOB + "\"")
                .contains("{\"name\":\"last\",\"kind\":\"value\",\"keyType\":\"Long\"")
                .contains("\"values\":100,\"keys\":100");
    }

    @Test
    void showsTheValuesOfAState() {
        String path = directory.toString();
        assertThat(weir("checkpoint", "inspect", path, "--state", "sensor/last"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out().lines()).hasSize(100).contains("7 : {degrees=3.5, level=HIGH}");
        out.reset();
        assertThat(weir("checkpoint", "inspect", path, "--state", "Watch/last", "--key", "8", "--json"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("{\"key\":8,\"value\":{\"degrees\":4.0,\"level\":\"LOW\"}}");
        out.reset();
        assertThat(weir("checkpoint", "inspect", path, "--state", "sensor/any", "--key", "7"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out()).startsWith("7 : java.util.TreeMap (").endsWith(" bytes that only Kryo can read)");
        out.reset();
        assertThat(weir("checkpoint", "inspect", path, "--state", "sensor/offsets", "--json"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out().lines()).containsExactly("{\"value\":100}", "{\"value\":101}");
        out.reset();
        assertThat(weir("checkpoint", "inspect", path, "--state", "sensor/timers", "--key", "3", "--json"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out())
                .isEqualTo(
                        "{\"key\":3,\"namespace\":{\"start\":0,\"end\":10},\"value\":{\"of\":\"eventTime\",\"time\":9}}");
    }

    @Test
    void showsTheValuesOfWindows() {
        assertThat(weir("checkpoint", "inspect", directory.toString(), "--state", "sensor/windows/sums", "--key", "9"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("9 : {start=5, end=15} : {1=9, 2=null}");
    }

    @Test
    void namesWhatThereIs() {
        String path = directory.toString();
        assertThat(weir("checkpoint", "inspect", path, "--state", "sensor/first"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err())
                .contains("'Watch' has no state 'first'; its states are")
                .contains("last");
        assertThat(weir("checkpoint", "inspect", path, "--state", "other/last")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("there are: sensor (Watch)");
        assertThat(weir("checkpoint", "inspect", path, "--key", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(weir("checkpoint")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("The command needs <job>");
    }
}
