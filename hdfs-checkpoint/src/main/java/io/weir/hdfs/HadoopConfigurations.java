package io.weir.hdfs;

import io.weir.configuration.EnvironmentOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;

/**
 * Hadoop's configuration as this process is told to see it: the files of the cluster, then the options
 * {@code weir.hadoop.*} and {@code weir.yarn.*} over them. Stateless; for any thread.
 */
public final class HadoopConfigurations {
    private static final List<String> FILES = List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml");

    private static final int FIRST_JAVA_WITHOUT_GET_SUBJECT = 24;

    private static final String LOCATE_BLOCK = "dfs.client.block.write.locateFollowingBlock.";

    private HadoopConfigurations() {}

    /**
     * Reads the configuration.
     *
     * @param options the options of the process
     * @return Hadoop's configuration; its class loader is that of Hadoop
     * @throws WeirException if a directory that was named does not exist, or this Hadoop does not run on this Java
     */
    public static Configuration create(io.weir.configuration.Configuration options) {
        requireHadoopForThisJava();
        Configuration configuration = HadoopClassLoader.call(() -> withFiles(directories(options, System.getenv())));
        options.getAll(EnvironmentOptions.HADOOP).forEach(configuration::set);
        options.getAll(EnvironmentOptions.YARN).forEach((key, value) -> configuration.set("yarn." + key, value));
        return configuration;
    }

    /** From Java 24 on a method is gone that Hadoop's log-in used to call; newer Hadoops have this class instead. */
    private static void requireHadoopForThisJava() {
        if (Runtime.version().feature() >= FIRST_JAVA_WITHOUT_GET_SUBJECT) {
            try {
                Class.forName(
                        "org.apache.hadoop.security.authentication.util.SubjectUtil",
                        false,
                        Configuration.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new WeirException(
                        ErrorCode.CONFIGURATION,
                        "Hadoop " + VersionInfo.getVersion() + " does not run on Java "
                                + Runtime.version().feature() + ": set JAVA_HOME to a Java 17 or 21, or"
                                + " HADOOP_CLASSPATH to the jars of Hadoop 3.5.0 or newer.",
                        e);
            }
        }
    }

    /**
     * Returns Hadoop's configuration files that this process uses.
     *
     * @param options the options of the process
     * @return the files, in the order in which later ones count more
     */
    public static List<Path> files(io.weir.configuration.Configuration options) {
        return filesIn(directories(options, System.getenv()));
    }

    private static Configuration withFiles(Set<Path> directories) {
        Configuration configuration = new Configuration();
        configuration.setClassLoader(Configuration.class.getClassLoader());
        for (Path file : filesIn(directories)) {
            configuration.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
        }
        // A file that is closed before the DataNode has reported its last block is asked after again: by default 0.4 s
        // later, which is most of the time that a small file takes. Asking sooner, with as much patience in all.
        setUnlessConfigured(configuration, LOCATE_BLOCK + "initial.delay.ms", 20);
        setUnlessConfigured(configuration, LOCATE_BLOCK + "retries", 10);
        // The JVM's hooks run at the same time; Hadoop's own must not close files that ours still write.
        configuration.setBoolean("fs.automatic.close", false);
        return configuration;
    }

    private static void setUnlessConfigured(Configuration configuration, String key, int value) {
        String[] sources = configuration.getPropertySources(key);
        if (sources == null || sources.length == 0 || sources[sources.length - 1].endsWith("-default.xml")) {
            configuration.setInt(key, value);
        }
    }

    private static List<Path> filesIn(Set<Path> directories) {
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            for (String name : FILES) {
                if (Files.isReadable(directory.resolve(name))) {
                    files.add(directory.resolve(name));
                }
            }
        }
        return files;
    }

    /** The directory of the options, else those of the environment, else that of the installation. */
    static Set<Path> directories(io.weir.configuration.Configuration options, Map<String, String> environment) {
        Set<Path> found = new LinkedHashSet<>();
        String option = options.get(EnvironmentOptions.HADOOP_CONF_DIRECTORY);
        if (option != null) {
            found.add(existing(option, "the option " + EnvironmentOptions.HADOOP_CONF_DIRECTORY));
            return found;
        }
        for (String variable : List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")) {
            String directory = environment.get(variable);
            if (directory != null && !directory.isBlank()) {
                found.add(existing(directory, "the environment variable " + variable));
            }
        }
        String home = environment.get("HADOOP_HOME");
        if (found.isEmpty() && home != null && Files.isDirectory(Path.of(home, "etc", "hadoop"))) {
            found.add(Path.of(home, "etc", "hadoop"));
        }
        return found;
    }

    private static Path existing(String directory, String origin) {
        Path path = Path.of(directory);
        if (!Files.isDirectory(path)) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION, "There is no directory " + directory + ", which " + origin + " names.");
        }
        return path;
    }
}
