package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.Shape.Choice;
import io.weir.runtime.state.Shape.Flag;
import io.weir.runtime.state.Shape.Group;
import io.weir.runtime.state.Shape.Many;
import io.weir.runtime.state.Shape.Num;
import io.weir.runtime.state.Shape.Part;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random classes that change at random: what can be read, and what it becomes, is what a model of the rules says. */
class RandomEvolutionTest {
    /** How many classes are compiled at once. */
    private static final int CLASSES = 60;

    private static final int DEPTH = 3;
    private static final KeyGroupRange GROUPS = KeyGroupRange.of(4, 1, 0);

    /** A class in two versions, with a value of the first one. */
    private record Evolution(String name, Group then, Group now, Map<String, Object> value) {}

    @Property(tries = 6)
    void readsWhatTheRulesSay(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Evolution> all = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            Group then = Shape.group(random, DEPTH);
            Group now = Shape.change(then, random, DEPTH);
            all.add(new Evolution("Case" + i, then, now, Shape.rootOf(then, random)));
        }
        Path directory = Files.createTempDirectory("evolution");
        Map<String, String> before = new HashMap<>();
        Map<String, String> after = new HashMap<>();
        all.forEach(each -> before.put(each.name(), source(each.name(), each.then())));
        all.forEach(each -> after.put(each.name(), source(each.name(), each.now())));
        try (URLClassLoader then = compile(directory.resolve("then"), before);
                URLClassLoader now = compile(directory.resolve("now"), after)) {
            for (Evolution each : all) {
                check(each, then, now, before.get(each.name()) + "\n" + after.get(each.name()));
            }
        }
    }

    private static void check(Evolution evolution, ClassLoader then, ClassLoader now, String sources) throws Exception {
        OperatorStates old = states(then, OperatorImage.EMPTY);
        state(evolution, old, then).update(object(evolution.then(), evolution.name(), evolution.value(), then));
        OperatorImage image = OperatorImage.of(old.capture(1)).named("uid", "Evolving");
        boolean readable = Shape.follows(evolution.then(), evolution.now());
        assertThat(verdict(evolution, now, image)).as(sources).isEqualTo(readable);
        try {
            Object found = state(evolution, states(now, image), now).value();
            assertThat(readable).as(sources).isTrue();
            assertThat(model(evolution.now(), found))
                    .as(sources)
                    .isEqualTo(Shape.become(evolution.then(), evolution.now(), evolution.value()));
        } catch (WeirException e) {
            assertThat(readable).as(e.getMessage() + "\n" + sources).isFalse();
            assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE);
            assertThat(e).hasMessageContaining("The state 'state' of 'Evolving' (id uid) cannot be restored: value");
        }
    }

    /** Asks for the state while somebody observes, as {@code weir checkpoint verify} does. */
    private static boolean verdict(Evolution evolution, ClassLoader now, OperatorImage image) throws Exception {
        List<StateName> restored = new ArrayList<>();
        List<StateName> refused = new ArrayList<>();
        RestoreObserver observer = new RestoreObserver() {
            @Override
            public void restored(StateName state, List<String> changes) {
                restored.add(state);
            }

            @Override
            public void refused(StateName state, WeirException problem) {
                refused.add(state);
            }
        };
        state(evolution, states(now, image.observed(observer)), now);
        assertThat(restored.size() + refused.size()).isEqualTo(1);
        return refused.isEmpty();
    }

    private static OperatorStates states(ClassLoader loader, OperatorImage image) {
        return new OperatorStates(new HeapStateBackend(), new StateBackend.Place(GROUPS, () -> 0, loader, image));
    }

    @SuppressWarnings("unchecked") // objects of the class are put in
    private static ValueState<Object> state(Evolution evolution, OperatorStates states, ClassLoader loader)
            throws Exception {
        KeyedStateBackend<String> keyed = states.openKeyed(Types.STRING);
        TypeInformation<Object> type = (TypeInformation<Object>) TypeInformation.of(loader.loadClass(evolution.name()));
        keyed.setCurrentKey("k");
        return keyed.states().getState(new ValueStateDescriptor<>("state", type));
    }

    // ---- source text ----

    private static String source(String name, Group group) {
        StringBuilder nested = new StringBuilder();
        return "import java.util.List;\npublic " + declaration(name, name, group, nested);
    }

    /** Returns a class with all that it needs inside it. */
    private static String declaration(String name, String path, Group group, StringBuilder inside) {
        String parts = group.parts().stream()
                .map(part -> typeOf(part.shape(), path + "_" + part.name(), inside) + " " + part.name())
                .collect(Collectors.joining(group.isRecord() ? ", " : "; public "));
        String body = path.equals(name) && !path.contains("_") ? inside.toString() : "";
        return group.isRecord()
                ? "record " + name + "(" + parts + ") {" + body + "}\n"
                : "class " + name + " { public " + parts + ";" + body + "}\n";
    }

    private static String typeOf(Shape shape, String path, StringBuilder inside) {
        if (shape instanceof Num number) {
            String primitive = Shape.NUMBERS.get(number.kind());
            return number.boxed() ? boxed(primitive) : primitive;
        }
        if (shape instanceof Many many) {
            return "List<" + typeOf(many.element(), path, inside) + ">";
        }
        if (shape instanceof Choice choice) {
            inside.append("public enum " + path + " {" + String.join(", ", choice.constants()) + "}\n");
            return path;
        }
        if (shape instanceof Group group) {
            StringBuilder further = new StringBuilder();
            String declaration = declaration(path, path, group, further);
            inside.append("public static ").append(declaration).append(further);
            return path;
        }
        return shape instanceof Flag ? "boolean" : "String";
    }

    private static String boxed(String primitive) {
        return switch (primitive) {
            case "int" -> "Integer";
            case "char" -> "Character";
            default -> Character.toUpperCase(primitive.charAt(0)) + primitive.substring(1);
        };
    }

    private static URLClassLoader compile(Path directory, Map<String, String> sources) throws IOException {
        Files.createDirectories(directory);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", directory.toString()));
        for (Map.Entry<String, String> each : sources.entrySet()) {
            Path file = directory.resolve(each.getKey() + ".java");
            Files.writeString(file, each.getValue());
            arguments.add(file.toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(result).isZero();
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, RandomEvolutionTest.class.getClassLoader());
    }

    // ---- objects ----

    private static Class<?> classOf(String path, ClassLoader loader) throws ClassNotFoundException {
        int end = path.indexOf('_');
        return loader.loadClass(end < 0 ? path : path.substring(0, end) + "$" + path);
    }

    private static Object object(Shape shape, String path, Object value, ClassLoader loader) throws Exception {
        if (value == null) {
            return null;
        }
        if (shape instanceof Choice) {
            return Arrays.stream(classOf(path, loader).getEnumConstants())
                    .filter(constant -> constant.toString().equals(value))
                    .findFirst()
                    .orElseThrow();
        }
        if (shape instanceof Many many) {
            List<Object> list = new ArrayList<>();
            for (Object each : (List<?>) value) {
                list.add(object(many.element(), path, each, loader));
            }
            return list;
        }
        return shape instanceof Group group ? object(group, path, (Map<?, ?>) value, loader) : value;
    }

    private static Object object(Group group, String path, Map<?, ?> value, ClassLoader loader) throws Exception {
        Class<?> type = classOf(path, loader);
        List<Object> fields = new ArrayList<>();
        for (Part part : group.parts()) {
            fields.add(object(part.shape(), path + "_" + part.name(), value.get(part.name()), loader));
        }
        if (group.isRecord()) {
            return type.getDeclaredConstructors()[0].newInstance(fields.toArray());
        }
        Object object = type.getConstructor().newInstance();
        for (int i = 0; i < fields.size(); i++) {
            type.getField(group.parts().get(i).name()).set(object, fields.get(i));
        }
        return object;
    }

    /** Returns what an object stands for. */
    private static Object model(Shape shape, Object object) throws Exception {
        if (object == null) {
            return null;
        }
        if (shape instanceof Choice) {
            return object.toString();
        }
        if (shape instanceof Many many) {
            List<Object> list = new ArrayList<>();
            for (Object each : (List<?>) object) {
                list.add(model(many.element(), each));
            }
            return list;
        }
        if (shape instanceof Group group) {
            Map<String, Object> fields = new HashMap<>();
            for (Part part : group.parts()) {
                fields.put(part.name(), model(part.shape(), fieldOf(object, part.name())));
            }
            return fields;
        }
        return object;
    }

    private static Object fieldOf(Object object, String name) throws Exception {
        if (!object.getClass().isRecord()) {
            return object.getClass().getField(name).get(object);
        }
        for (RecordComponent component : object.getClass().getRecordComponents()) {
            if (component.getName().equals(name)) {
                return component.getAccessor().invoke(object);
            }
        }
        throw new IllegalArgumentException(name);
    }
}
