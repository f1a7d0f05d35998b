package io.weir.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tuple.Tuple2;
import io.weir.types.FieldAccessor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of a program that the engine's own class loader does not know. */
class UserClassLoaderTest {
    private static final String SOURCE = """
            package user;

            public class Job {
                public record Reading(String sensor, double value, Level level, java.util.List<Point> path) {}
                record Point(int x, int y) {}
                enum Level { LOW, HIGH }
                public static class Bean { public long id; public Point point; public Bean2 other; }
                static class Bean2 { private String name; public String getName() { return name; }
                    public void setName(String n) { name = n; } }
                static final class NoPojo { final Object self = this; final Point point = new Point(5, 6);
                    NoPojo(int ignored) {} }

                public static Object[] values() {
                    Bean bean = new Bean();
                    bean.id = 7;
                    bean.point = new Point(1, 2);
                    bean.other = new Bean2();
                    bean.other.setName("name");
                    return new Object[] {
                        new Reading("s", 1.5, Level.HIGH, new java.util.ArrayList<>(java.util.List.of(new Point(3, 4)))),
                        bean, new NoPojo(1)};
                }

                public static String text(Object o) {
                    if (o instanceof Bean b) return b.id + " " + b.point + " " + b.other.getName();
                    if (o instanceof NoPojo n) return (n.self == n) + " " + n.point;
                    return o.toString();
                }
            }
            """;

    @TempDir
    static Path classes;

    @BeforeAll
    static void compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///user/Job.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SOURCE;
                    }
                };
        assertThat(compiler.getTask(null, null, null, List.of("-d", classes.toString()), null, List.of(source))
                        .call())
                .isTrue();
    }

    private static URLClassLoader newLoader() throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, UserClassLoaderTest.class.getClassLoader());
    }

    @Test
    void valuesCrossFromOneLoaderToAnother() throws Exception {
        try (URLClassLoader sender = newLoader();
                URLClassLoader receiver = newLoader()) {
            for (Object value : values(sender)) {
                RecordOutput out = new RecordOutput(16);
                Types.GENERIC(Object.class).createSerializer().serialize(value, out);
                RecordInput in = new RecordInput(receiver);
                in.setBuffer(out.toBytes());
                Object read = Types.GENERIC(Object.class).createSerializer().deserialize(in);
                assertThat(read.getClass().getClassLoader()).isSameAs(receiver);
                assertThat(text(receiver, read)).isEqualTo(text(sender, value));
            }
        }
    }

    @Test
    void knownTypesAndFieldsOfUserClasses() throws Exception {
        try (URLClassLoader loader = newLoader()) {
            Object reading = values(loader)[0];
            checkKnown(reading.getClass(), reading);
        }
    }

    private static <T> void checkKnown(Class<T> type, Object value) {
        TypeInformation<T> information = TypeInformation.of(type);
        assertThat(information.toString())
                .isEqualTo("Reading<sensor: String, value: Double, level: Enum<Level>,"
                        + " path: List<Point<x: Integer, y: Integer>>>");
        RecordOutput out = new RecordOutput(16);
        information.createSerializer().serialize(type.cast(value), out);
        RecordInput in = new RecordInput(type.getClassLoader());
        in.setBuffer(out.toBytes());
        T read = information.createSerializer().deserialize(in);
        assertThat(read.toString()).isEqualTo(value.toString()); // the JDK's equals of records keeps their class
        FieldAccessor<T, Double> field = FieldAccessor.of(information, "value");
        assertThat(field.get(field.with(read, 2.5))).isEqualTo(2.5);
    }

    @Test
    void classesOfAnEndedJobAreUnloaded() throws Exception {
        WeakReference<ClassLoader> loader = new WeakReference<>(useAndDrop());
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            byte[] pressure = new byte[8 << 20];
            assertThat(pressure).isNotNull();
        }
        assertThat(loader.get()).as("class loader of the program").isNull();
    }

    private static ClassLoader useAndDrop() throws Exception {
        try (URLClassLoader loader = newLoader()) {
            for (Object value : values(loader)) {
                TypeSerializer<Object> serializer = Types.GENERIC(Object.class).createSerializer();
                assertThat(text(loader, serializer.copy(value))).isEqualTo(text(loader, value));
                RoundTrips.bytes(Types.GENERIC(Object.class), Tuple2.of(value, value));
            }
            checkKnown(values(loader)[0].getClass(), values(loader)[0]);
            return loader;
        }
    }

    private static Object[] values(ClassLoader loader) throws Exception {
        return (Object[]) loader.loadClass("user.Job").getMethod("values").invoke(null);
    }

    private static String text(ClassLoader loader, Object value) throws Exception {
        return (String)
                loader.loadClass("user.Job").getMethod("text", Object.class).invoke(null, value);
    }
}
