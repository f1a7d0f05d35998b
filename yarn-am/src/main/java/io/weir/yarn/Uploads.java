package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.configuration.EnvironmentOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.SecurityOptions;
import io.weir.configuration.YarnOptions;
import io.weir.execution.CachedFile;
import io.weir.hdfs.HadoopConfigurations;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.security.ClusterSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/** Brings everything that containers need onto the cluster's file system. One thread uses it, once. */
final class Uploads {
    private final Configuration options;
    private final StagingDirectory staging;
    private final List<ContainerFile> everywhere = new ArrayList<>();

    Uploads(Configuration options, StagingDirectory staging) {
        this.options = options;
        this.staging = staging;
    }

    /** Uploads what is not there yet; returns what goes into the ApplicationMaster's container. */
    List<ContainerFile> run(Distribution distribution, ClusterSecret secret, Optional<Deployment.Job> job)
            throws IOException {
        staging.create();
        addLibrary(distribution);
        for (Map.Entry<String, Path> file : distribution.logging().entrySet()) {
            addLocal(file.getKey(), file.getValue());
        }
        for (Path file : HadoopConfigurations.files(options)) {
            addLocal(ContainerLayout.HADOOP_CONFIGURATION + "/" + file.getFileName(), file);
        }
        addBytes(ContainerLayout.OPTIONS, ConfigurationLoader.toYaml(forContainers()));
        addBytes(StagingDirectory.SECRET, secret.text());
        addShippedFiles();
        List<ContainerFile> files = new ArrayList<>(everywhere);
        String name = ContainerLayout.CONTAINER_FILES;
        files.add(stored(name, staging.write(name, utf8(ContainerFile.write(everywhere)))));
        if (job.isPresent()) {
            files.addAll(ofJob(job.get()));
        }
        return files;
    }

    private List<ContainerFile> ofJob(Deployment.Job job) throws IOException {
        List<ContainerFile> files = new ArrayList<>();
        JobGraph graph = withCachedFiles(job.graph(), files);
        files.add(stored(JobFile.NAME, staging.write(JobFile.NAME, JobFile.write(graph))));
        for (int i = 0; i < job.jars().size(); i++) {
            String link =
                    ContainerLayout.PROGRAM + "/" + i + "/" + job.jars().get(i).getFileName();
            files.add(stored(link, staging.upload(job.jars().get(i), link)));
        }
        return files;
    }

    /** The ApplicationMaster submits the job as a client does, and finds in its own directory what the client had. */
    private JobGraph withCachedFiles(JobGraph graph, List<ContainerFile> files) throws IOException {
        List<CachedFile> local = CachedFile.localOf(graph.configuration());
        if (local.isEmpty()) {
            return graph;
        }
        for (CachedFile file : local) {
            String link = placeOf(file);
            files.add(stored(link, staging.upload(file.localPath(), link)));
        }
        return graph.withConfiguration(CachedFile.moved(
                graph.configuration(), file -> new CachedFile(file.name(), placeOf(file), file.executable())));
    }

    private static String placeOf(CachedFile file) {
        return ContainerLayout.CACHED + "/" + file.name();
    }

    private void addLibrary(Distribution distribution) throws IOException {
        List<String> provided = addProvidedLibrary();
        KnownHashes hashes = KnownHashes.in(distribution.home(), Clock.systemUTC());
        LibraryCache cache = new LibraryCache(staging, hashes);
        for (Map.Entry<String, Path> jar : distribution.jars().entrySet()) {
            if (!provided.contains(jar.getKey())) {
                everywhere.add(cache.provide(jar.getKey(), jar.getValue()));
            }
        }
        hashes.save();
    }

    private List<String> addProvidedLibrary() throws IOException {
        List<String> links = new ArrayList<>();
        for (String name : options.get(YarnOptions.PROVIDED_LIB_DIRECTORIES)) {
            org.apache.hadoop.fs.Path directory = staging.files().makeQualified(new org.apache.hadoop.fs.Path(name));
            RemoteIterator<LocatedFileStatus> files = staging.files().listFiles(directory, true);
            while (files.hasNext()) {
                LocatedFileStatus file = files.next();
                String relative =
                        directory.toUri().relativize(file.getPath().toUri()).getPath();
                String link = "lib/" + relative;
                if (link.endsWith(".jar") && !links.contains(link)) {
                    links.add(link);
                    everywhere.add(ContainerFile.of(link, file, true));
                }
            }
        }
        return links;
    }

    private void addShippedFiles() throws IOException {
        for (String name : options.get(YarnOptions.SHIP_FILES)) {
            org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(name);
            String scheme = remote.toUri().getScheme();
            if (scheme != null && !scheme.equals("file")) {
                FileSystem files = remote.getFileSystem(staging.files().getConf());
                everywhere.add(ContainerFile.of(remote.getName(), files, remote, false));
            } else {
                addTree(Path.of(remote.toUri().getPath()));
            }
        }
    }

    private void addTree(Path root) throws IOException {
        Path parent = root.toAbsolutePath().normalize().getParent();
        try (Stream<Path> paths = java.nio.file.Files.walk(root.toAbsolutePath().normalize())) {
            for (Path file : paths.filter(java.nio.file.Files::isRegularFile).toList()) {
                addLocal(parent.relativize(file).toString(), file);
            }
        }
    }

    private void addLocal(String link, Path file) throws IOException {
        everywhere.add(stored(link, staging.upload(file, link)));
    }

    private void addBytes(String link, String text) throws IOException {
        everywhere.add(stored(link, staging.write(link, utf8(text))));
    }

    private ContainerFile stored(String link, org.apache.hadoop.fs.Path path) throws IOException {
        return ContainerFile.of(link, staging.files(), path, false);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the options without what is true on the client's machine only. */
    private Configuration forContainers() {
        return new Configuration(options)
                .remove(CoreOptions.PIPELINE_JARS)
                .remove(ExecutionOptions.TARGET)
                .remove(EnvironmentOptions.HADOOP_CONF_DIRECTORY)
                .remove(JobManagerOptions.ADDRESS)
                .remove(JobManagerOptions.PORT)
                .remove(JobManagerOptions.BIND_HOST)
                .remove(SecurityOptions.CLUSTER_SECRET)
                .set(SecurityOptions.CLUSTER_SECRET_FILE, StagingDirectory.SECRET);
    }
}
