package io.weir.runtime.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.SecurityOptions;
import io.weir.datastream.StreamExecutionEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A standalone cluster of real processes, which programs of tests reach as a user's do: with a jar. */
final class ProcessCluster implements AutoCloseable {
    static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final Path temporary;
    private final List<JavaProcess> processes = new ArrayList<>();
    private String address;

    ProcessCluster(Path temporary) {
        this.temporary = temporary;
    }

    /** Takes it that the JobManager is somewhere. */
    void assume(String jobManagerAddress) {
        address = jobManagerAddress;
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
    }

    JavaProcess start(Class<?> main, String... arguments) throws IOException {
        JavaProcess process = JavaProcess.start(main, temporary, arguments);
        processes.add(process);
        return process;
    }

    JavaProcess jobManager(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-Djobmanager.rpc.port=0", "-Dsecurity.cluster.secret=" + SECRET, "-Dslot.request.timeout=30 s"));
        arguments.addAll(List.of(more));
        JavaProcess process = start(StandaloneMain.class, arguments.toArray(String[]::new));
        Matcher ready = Pattern.compile("JobManager at (\\S+:\\d+) is ready\\.").matcher(process.await("is ready"));
        assertThat(ready.find()).isTrue();
        address = ready.group(1);
        return process;
    }

    JavaProcess taskManager(String id, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--id",
                id,
                "--resource-manager",
                address,
                "-Dsecurity.cluster.secret=" + SECRET,
                "-Dtaskmanager.numberOfTaskSlots=2"));
        arguments.addAll(List.of(more));
        return start(TaskManagerMain.class, arguments.toArray(String[]::new));
    }

    Configuration client() {
        int colon = address.lastIndexOf(':');
        return new Configuration()
                .set(JobManagerOptions.ADDRESS, address.substring(0, colon))
                .set(JobManagerOptions.PORT, Integer.parseInt(address.substring(colon + 1)))
                .set(SecurityOptions.CLUSTER_SECRET, SECRET);
    }

    /** Packs this test's classes and the API: what a program brings with it. */
    Path programJar() throws IOException {
        Path jar = temporary.resolve("program.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Class<?> type : List.of(ProcessCluster.class, StreamExecutionEnvironment.class)) {
                Path classes = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().getPath());
                if (Files.isDirectory(classes)) {
                    addClasses(classes, entries);
                } else {
                    // A build that has packaged the API already tests with its jar.
                    try (FileSystem packaged = FileSystems.newFileSystem(classes)) {
                        addClasses(packaged.getPath("/"), entries);
                    }
                }
            }
        }
        return jar;
    }

    private static void addClasses(Path root, JarOutputStream entries) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                entries.putNextEntry(new JarEntry(root.relativize(file).toString()));
                entries.write(Files.readAllBytes(file));
            }
        }
    }

    StreamExecutionEnvironment env(int parallelism) throws IOException {
        Configuration cluster = client();
        return StreamExecutionEnvironment.createRemoteEnvironment(
                        cluster.get(JobManagerOptions.ADDRESS),
                        cluster.get(JobManagerOptions.PORT),
                        new Configuration().set(SecurityOptions.CLUSTER_SECRET, SECRET),
                        programJar().toString())
                .setParallelism(parallelism);
    }
}
