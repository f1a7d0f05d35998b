package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures state of classes, and starts from it with classes of the same names that have changed. */
class ChangedClassesTest {
    private static final int GROUPS = 4;
    private static final String VALUE = "changed.Value";

    @TempDir
    Path directory;

    private int versions;

    /** Returns where state is kept. */
    StateBackend backend() {
        return new HeapStateBackend();
    }

    /** Compiles a version of the program's classes. */
    private ClassLoader compile(String... sources) throws IOException {
        Path output = Files.createDirectories(directory.resolve("v" + versions++));
        List<String> arguments = new ArrayList<>(List.of("-d", output.toString()));
        for (String source : sources) {
            String name = source.replaceAll("(?s).*?(?:class|record|enum) (\\w+).*", "$1");
            Path file = output.resolve(name + ".java");
            Files.writeString(file, "package changed;\n" + source);
            arguments.add(file.toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(result).isZero();
        return new URLClassLoader(new URL[] {output.toUri().toURL()}, ChangedClassesTest.class.getClassLoader());
    }

    @SuppressWarnings("unchecked") // tests put objects of the class in
    private static TypeInformation<Object> type(ClassLoader loader, String name) throws ClassNotFoundException {
        return (TypeInformation<Object>) TypeInformation.of(Class.forName(name, true, loader));
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        return object.getClass().getField(name).get(object);
    }

    private static Object value(ClassLoader loader, String className, Map<String, Object> fields)
            throws ReflectiveOperationException {
        Object object = Class.forName(className, true, loader).getConstructor().newInstance();
        for (Map.Entry<String, Object> each : fields.entrySet()) {
            object.getClass().getField(each.getKey()).set(object, each.getValue());
        }
        return object;
    }

    /** Keeps one value in states of all kinds, known and unknown; returns what it finds in them after a restore. */
    private List<Object> run(ClassLoader loader, OperatorImage image, Object put, List<OperatorImage> captured)
            throws Exception {
        TypeInformation<Object> type = type(loader, VALUE);
        OperatorStates states = new OperatorStates(
                backend(),
                new StateBackend.Place(
                        KeyGroupRange.of(GROUPS, 1, 0), () -> 0, loader, image.named("uid-1", "Changed")));
        KeyedStateBackend<String> keyed = states.openKeyed(Types.STRING);
        var known = keyed.states().getState(new ValueStateDescriptor<>("known", type));
        var any = keyed.states().getState(new ValueStateDescriptor<>("any", Types.GENERIC(Object.class)));
        var list = keyed.states().getListState(new ListStateDescriptor<>("list", type));
        var map = keyed.states().getMapState(new MapStateDescriptor<>("map", Types.STRING, Types.LIST(type)));
        NamespacedStateStore<Integer> store = keyed.namespaced("windows", Types.INT);
        var ofWindow = store.getState(new ValueStateDescriptor<>("ofWindow", Types.OPTIONAL(type)));
        var elements = states.ofInstance().getListState(new ListStateDescriptor<>("elements", type));
        keyed.setCurrentKey("k");
        store.setCurrentNamespace(3);
        if (put != null) {
            known.update(put);
            any.update(put);
            list.add(put);
            map.put("m", List.of(put));
            ofWindow.update(java.util.Optional.of(put));
            elements.add(put);
        }
        List<Object> found = new ArrayList<>(
                List.of(known.value(), any.value(), list.get().iterator().next()));
        found.add(map.get("m").get(0));
        found.add(ofWindow.value().orElseThrow());
        found.add(elements.get().iterator().next());
        captured.add(OperatorImage.of(states.capture(1, false)));
        keyed.close();
        return found;
    }

    private List<Object> restart(String then, Map<String, Object> fields, String now) throws Exception {
        return restart(compile(then), fields, compile(now));
    }

    private List<Object> restart(ClassLoader then, Map<String, Object> fields, ClassLoader now) throws Exception {
        List<OperatorImage> captured = new ArrayList<>();
        run(then, OperatorImage.EMPTY, value(then, VALUE, fields), captured);
        List<Object> found = run(now, captured.get(0), null, captured);
        // What was captured afterwards has today's layout.
        assertThat(run(now, captured.get(1), null, captured)).hasSameSizeAs(found);
        return found;
    }

    @Test
    void restoresStatesOfAllKindsWithChangedFields() throws Exception {
        List<Object> found = restart(
                "public class Value { public int count; public String gone; public long same; }",
                Map.of("count", 7, "gone", "x", "same", 9L),
                "public class Value { public long same; public String fresh = \"new\"; public Double count; }");
        assertThat(found).hasSize(6);
        for (Object each : found) {
            assertThat(field(each, "count")).isEqualTo(7.0);
            assertThat(field(each, "same")).isEqualTo(9L);
            assertThat(field(each, "fresh")).isEqualTo("new");
        }
    }

    @Test
    void refusesWhatCannotBeReadWithOperatorStateAndField() {
        assertThatThrownBy(() -> restart(
                        "public class Value { public long count; }",
                        Map.of("count", 7L),
                        "public class Value { public int count; }"))
                .hasMessageContaining("The state 'known' of 'Changed' (id uid-1) cannot be restored: value.count:")
                .hasMessageContaining("Long")
                .hasMessageContaining("Mend:");
    }

    @Test
    void restoresObjectsOfSubclassesThatHaveChanged() throws Exception {
        ClassLoader then = compile(
                "public class Value { public int count; }", "public class Special extends Value { public int more; }");
        ClassLoader now = compile(
                "public class Value { public long count; }",
                "public class Special extends Value { public float more; }");
        List<OperatorImage> captured = new ArrayList<>();
        run(then, OperatorImage.EMPTY, value(then, "changed.Special", Map.of("count", 1, "more", 2)), captured);
        for (Object each : run(now, captured.get(0), null, captured)) {
            assertThat(each.getClass().getSimpleName()).isEqualTo("Special");
            assertThat(field(each, "count")).isEqualTo(1L);
            assertThat(field(each, "more")).isEqualTo(2f);
        }
    }

    @Test
    void refusesClassesThatOnlyKryoCanReadWhenTheyHaveChanged() throws Exception {
        String open = "public class Value { public Object other; }";
        String closed = "public class Closed { public final int a; public %s b; public Closed(int a) { this.a = a; } }";
        ClassLoader then = compile(open, String.format(closed, "int"));
        Object other = Class.forName("changed.Closed", true, then)
                .getConstructor(int.class)
                .newInstance(5);
        assertThat(field(
                        field(
                                restart(then, Map.of("other", other), compile(open, String.format(closed, "int")))
                                        .get(0),
                                "other"),
                        "a"))
                .isEqualTo(5);
        ClassLoader changed = compile(open, String.format(closed, "long"));
        assertThatThrownBy(() -> restart(then, Map.of("other", other), changed))
                .hasMessageContaining("The state 'known' of 'Changed' (id uid-1)")
                .hasMessageContaining("the field 'b' of int");
    }
}
