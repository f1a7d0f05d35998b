package io.weir.runtime.classloading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.execution.JobId;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserClassLoadersTest {
    @TempDir
    Path temporary;

    /** Compiles one class with a method {@code call} that returns a text, and puts it into a jar. */
    private Path jar(String name, String className, String text) throws IOException {
        int dot = className.lastIndexOf('.');
        String source = "package " + className.substring(0, dot) + "; public class " + className.substring(dot + 1)
                + " implements java.util.concurrent.Callable<String>, java.io.Serializable {"
                + " public String call() { return \"" + text + "\"; } }";
        Path classes = Files.createDirectories(temporary.resolve(name + "-classes"));
        Path file = Files.createDirectories(
                        classes.resolve(className.substring(0, dot).replace('.', '/')))
                .resolve(className.substring(dot + 1) + ".java");
        Files.writeString(file, source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-proc:none", file.toString());
        assertThat(result).isZero();
        Files.writeString(classes.resolve("resource.txt"), text);
        Path jar = temporary.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new JarEntry(classes.relativize(path).toString().replace(File.separatorChar, '/')));
                entries.write(Files.readAllBytes(path));
            }
        }
        return jar;
    }

    private static Object call(ClassLoader loader, String className) throws Exception {
        return ((Callable<?>)
                        loader.loadClass(className).getDeclaredConstructor().newInstance())
                .call();
    }

    @Test
    void theProgramsClassesComeFirstUnlessBothMustAgree() throws Exception {
        ClassLoader engine = new java.net.URLClassLoader(new URL[] {
            jar("engine1.jar", "lib.Shared", "engine").toUri().toURL(),
            jar("engine2.jar", "io.weir.Thing", "engine").toUri().toURL(),
            jar("engine3.jar", "extra.Thing", "engine").toUri().toURL()
        });
        List<Path> jars = List.of(
                jar("job1.jar", "lib.Shared", "job"),
                jar("job2.jar", "io.weir.Thing", "job"),
                jar("job3.jar", "io.weir.examples.OnlyInJob", "job"),
                jar("job4.jar", "extra.Thing", "job"));
        Configuration options =
                new Configuration().set(CoreOptions.PARENT_FIRST_PATTERNS_ADDITIONAL, List.of("extra.", "other."));
        UserClassLoaders loaders = new UserClassLoaders(engine);
        try (UserClassLoaders.Lease lease = loaders.acquire(JobId.random(), jars, options)) {
            ClassLoader loader = lease.classLoader();
            assertThat(call(loader, "lib.Shared")).isEqualTo("job");
            assertThat(call(loader, "io.weir.Thing")).isEqualTo("engine");
            assertThat(call(loader, "io.weir.examples.OnlyInJob")).isEqualTo("job");
            assertThat(call(loader, "extra.Thing")).isEqualTo("engine");
            try (var resource = loader.getResourceAsStream("resource.txt")) {
                assertThat(new String(resource.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("job");
            }
            assertThat(Collections.list(loader.getResources("resource.txt"))).hasSize(7);
            assertThatThrownBy(() -> loader.loadClass("lib.Missing")).isInstanceOf(ClassNotFoundException.class);
        }
        options.set(CoreOptions.CLASS_RESOLVE_ORDER, CoreOptions.ClassResolveOrder.PARENT_FIRST);
        try (UserClassLoaders.Lease lease = loaders.acquire(JobId.random(), jars, options)) {
            assertThat(call(lease.classLoader(), "lib.Shared")).isEqualTo("engine");
        }
    }

    @Test
    void aJobHasOneLoaderUntilTheLastUserLetsGo() throws Exception {
        Path jar = jar("job.jar", "lib.Late", "job");
        UserClassLoaders loaders = new UserClassLoaders(getClass().getClassLoader());
        JobId job = JobId.random();
        UserClassLoaders.Lease first = loaders.acquire(job, List.of(jar), new Configuration());
        UserClassLoaders.Lease second = loaders.acquire(job, List.of(jar), new Configuration());
        assertThat(first.classLoader()).isSameAs(second.classLoader());
        first.close();
        first.close();
        assertThat(call(second.classLoader(), "lib.Late")).isEqualTo("job");
        assertThat(loaders.size()).isOne();
        second.close();
        assertThat(loaders.size()).isZero();
        assertThat(second.classLoader().getResource("resource.txt")).isNull();
    }

    @Test
    void aProgramWithoutJarsUsesTheParentWhichStaysOpen() {
        UserClassLoaders loaders = new UserClassLoaders(getClass().getClassLoader());
        try (UserClassLoaders.Lease lease = loaders.acquire(JobId.random(), List.of(), new Configuration())) {
            assertThat(lease.classLoader()).isSameAs(getClass().getClassLoader());
        }
    }

    @Test
    void aMissingClassIsNamed() throws Exception {
        Path jar = jar("job.jar", "lib.Function", "job");
        UserClassLoaders loaders = new UserClassLoaders(getClass().getClassLoader());
        try (UserClassLoaders.Lease lease = loaders.acquire(JobId.random(), List.of(jar), new Configuration())) {
            Object function = lease.classLoader()
                    .loadClass("lib.Function")
                    .getDeclaredConstructor()
                    .newInstance();
            byte[] bytes = ObjectCodec.serialize(function);
            assertThat(ObjectCodec.deserialize(bytes, lease.classLoader(), Serializable.class))
                    .isInstanceOf(function.getClass());
            assertThatThrownBy(() -> ObjectCodec.deserialize(bytes, getClass().getClassLoader(), Serializable.class))
                    .isInstanceOfSatisfying(WeirException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PROGRAM);
                        assertThat(failure).hasMessageContaining("The class lib.Function is missing");
                    });
        }
    }
}
