package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dist.Distribution.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded Hadoop as {@code bin/mini-hadoop} starts it, in a process of its own; stopped with its files deleted. */
final class EmbeddedHadoop {
    private final Distribution weir;
    private final Path directory;
    private final String resourceManager;

    private EmbeddedHadoop(Distribution weir, Path directory, String resourceManager) {
        this.weir = weir;
        this.directory = directory;
        this.resourceManager = resourceManager;
    }

    /** Starts it and lets the distribution's commands find it. */
    static EmbeddedHadoop start(Distribution weir, Path directory) throws Exception {
        Result started = weir.script("mini-hadoop", "start", "--dir", directory.toString());
        assertThat(started.exitCode()).as(started.out() + started.err()).isZero();
        Matcher web = Pattern.compile("resourceManagerWeb: (http\\S+)").matcher(started.out());
        assertThat(web.find()).as(started.out()).isTrue();
        Result environment = weir.script("mini-hadoop", "env", "--dir", directory.toString());
        Matcher conf = Pattern.compile("export HADOOP_CONF_DIR='(.*)'").matcher(environment.out());
        assertThat(conf.find()).as(environment.out()).isTrue();
        weir.with("HADOOP_CONF_DIR", conf.group(1));
        return new EmbeddedHadoop(weir, directory, web.group(1));
    }

    /** Runs Hadoop's file command on HDFS; returns what it printed. */
    String files(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(
                        java.io.File.pathSeparator,
                        directory.resolve("conf").toString(),
                        weir.home().resolve("lib/hadoop") + "/*",
                        weir.home().resolve("lib") + "/*"),
                "org.apache.hadoop.fs.FsShell"));
        command.addAll(List.of(arguments));
        Result result = weir.run(command);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
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

    void stop() throws Exception {
        Result stopped = weir.script("mini-hadoop", "stop", "--dir", directory.toString(), "--delete-files");
        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
    }
}
