package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dist.Distribution.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The embedded Hadoop as {@code bin/mini-hadoop} starts it, in a process of its own; stopped with its files deleted. */
final class EmbeddedHadoop {
    private final Distribution weir;
    private final Path directory;
    private final String configuration;
    private final String resourceManager;

    private EmbeddedHadoop(Distribution weir, Path directory, String configuration, String resourceManager) {
        this.weir = weir;
        this.directory = directory;
        this.configuration = configuration;
        this.resourceManager = resourceManager;
    }

    /** Starts it, with all its files in a directory. */
    static EmbeddedHadoop start(Path parent) throws Exception {
        Distribution weir = new Distribution(parent);
        Path directory = parent.resolve("hadoop");
        Result started = weir.script("mini-hadoop", "start", "--dir", directory.toString());
        assertThat(started.exitCode()).as(started.out() + started.err()).isZero();
        Matcher web = Pattern.compile("resourceManagerWeb: (http\\S+)").matcher(started.out());
        assertThat(web.find()).as(started.out()).isTrue();
        Result environment = weir.script("mini-hadoop", "env", "--dir", directory.toString());
        Matcher conf = Pattern.compile("export HADOOP_CONF_DIR='(.*)'").matcher(environment.out());
        assertThat(conf.find()).as(environment.out()).isTrue();
        return new EmbeddedHadoop(weir, directory, conf.group(1), web.group(1));
    }

    /** Returns the directory that clients name in {@code HADOOP_CONF_DIR}. */
    Path configuration() {
        return Path.of(configuration);
    }

    /** Runs Hadoop's file command on HDFS; returns what it printed. */
    String files(String... arguments) throws Exception {
        return weir.files(configuration(), arguments);
    }

    /** Returns what YARN's ResourceManager says at an address below {@code /ws/v1/cluster}. */
    String yarn(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(resourceManager + "/ws/v1/cluster" + path))
                .header("Accept", "application/json")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Returns the one value of a field in JSON text. */
    static String field(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }

    /** Returns what the processes of an application have logged, each for itself. */
    List<String> logs(String application) throws IOException {
        List<String> logs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory.resolve("yarn"))) {
            for (Path file : files.filter(found -> found.getParent().getParent().endsWith(application)
                            && found.toString().endsWith(".log"))
                    .toList()) {
                logs.add(Files.readString(file));
            }
        }
        return logs;
    }

    /** Returns the processes that work in containers of an application. */
    List<ProcessHandle> processes(String application) {
        return ProcessHandle.allProcesses()
                .filter(process -> workingDirectory(process).contains("/" + application + "/container_"))
                .toList();
    }

    private static String workingDirectory(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .toString();
        } catch (IOException e) {
            return ""; // gone meanwhile
        }
    }

    void stop() throws Exception {
        Result stopped = weir.script("mini-hadoop", "stop", "--dir", directory.toString(), "--delete-files");
        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
    }
}
