package io.weir.runtime.plugin;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import io.weir.fs.FileSystem;
import io.weir.fs.FileSystemFactory;
import io.weir.fs.FileSystems;
import io.weir.runtime.classloading.ChildFirstClassLoader;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the engine that knows Hadoop. It has a class loader of its own over {@code lib/plugins} and Hadoop's jars,
 * which are the cluster's where there is a Hadoop installation, else those of {@code lib/hadoop}; so Hadoop's libraries
 * meet neither the engine's nor a program's. Where the plug-ins are on the engine's class path already (tests, an IDE),
 * that is the class loader.
 *
 * <p>There is one per process. {@link #install} costs next to nothing: jars are looked for when the first Hadoop path is
 * opened or the first service is asked for. For any thread.
 */
public final class HadoopPlugin {
    /** The schemes of the plug-in's file systems; known here so that no jar is opened for a program without them. */
    private static final Set<String> SCHEMES = Set.of(
            "hdfs",
            "viewfs",
            "webhdfs",
            "swebhdfs",
            "s3a",
            "abfs",
            "abfss",
            "wasb",
            "wasbs",
            "gs",
            "o3fs",
            "ofs",
            "har");

    /** What Hadoop's jars and the engine must agree on. Packages that the engine does not have come from the jars. */
    private static final List<String> PARENT_FIRST =
            List.of("java.", "javax.", "jdk.", "sun.", "io.weir.", "org.slf4j.");

    private static final String FIRST_PLUGIN_CLASS = "io.weir.hdfs.HadoopFileSystemFactory";

    private static final String FIRST_HADOOP_CLASS = "org.apache.hadoop.conf.Configuration";

    private static final Logger LOG = LoggerFactory.getLogger(HadoopPlugin.class);

    private static HadoopPlugin installed; // guarded by the class: set by the first who asks, read by all

    private Configuration options; // guarded by this, as are the two below: any thread may be the first to need them
    private ClassLoader classLoader;
    private List<FileSystemFactory> fileSystems;

    private HadoopPlugin(Configuration options) {
        this.options = options;
    }

    /**
     * Lets this process open paths on Hadoop's file systems. Called by main classes; called again, it gives other options
     * to the file systems that are opened from then on.
     *
     * @param options the options of the process
     * @return the plug-in
     */
    public static synchronized HadoopPlugin install(Configuration options) {
        if (installed == null) {
            installed = new HadoopPlugin(new Configuration(options));
            FileSystems.register(installed.new LazyFileSystems());
        } else {
            installed.reconfigure(new Configuration(options));
        }
        return installed;
    }

    /** Returns the plug-in of this process; with the options of the environment if none was installed. */
    public static synchronized HadoopPlugin get() {
        return installed == null ? install(new Configuration()) : installed;
    }

    /**
     * Returns the class loader of Hadoop.
     *
     * @return the class loader, which lives as long as the process
     * @throws WeirException if no Hadoop is found
     */
    public synchronized ClassLoader classLoader() {
        if (classLoader == null) {
            classLoader = createClassLoader();
        }
        return classLoader;
    }

    /**
     * Finds the plug-in's services.
     *
     * @param type an interface of the engine
     * @param <T> the interface
     * @return one of each kind
     * @throws WeirException if no Hadoop is found, or it is too old
     */
    public <T> List<T> services(Class<T> type) {
        ClassLoader loader = classLoader();
        List<T> services = new ArrayList<>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            ServiceLoader.load(type, loader).forEach(services::add);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION, "The Hadoop that was found cannot be used: " + e.getMessage() + ".", e);
        } finally {
            thread.setContextClassLoader(before);
        }
        return services;
    }

    private synchronized void reconfigure(Configuration changed) {
        boolean same = optionsOfHadoop(changed).equals(optionsOfHadoop(options));
        options = changed;
        if (fileSystems != null) {
            fileSystems.forEach(factory -> factory.configure(changed));
        }
        if (!same) {
            FileSystems.reopen(new LazyFileSystems());
        }
    }

    /** What file systems are opened with: programs of one process may differ in all else. */
    private static List<Object> optionsOfHadoop(Configuration configuration) {
        return List.of(
                configuration.getAll(EnvironmentOptions.HADOOP),
                configuration.getOptional(EnvironmentOptions.HADOOP_CONF_DIRECTORY));
    }

    private synchronized List<FileSystemFactory> fileSystems() {
        if (fileSystems == null) {
            List<FileSystemFactory> found = services(FileSystemFactory.class);
            found.forEach(factory -> factory.configure(options));
            fileSystems = List.copyOf(found);
        }
        return fileSystems;
    }

    private static ClassLoader createClassLoader() {
        ClassLoader engine = HadoopPlugin.class.getClassLoader();
        if (knows(engine, FIRST_PLUGIN_CLASS)) {
            requireHadoop(engine);
            return engine;
        }
        List<URL> urls = HadoopClassPath.find(System.getenv(), HadoopClassPath.home());
        LOG.info("Hadoop's class path is {}", urls);
        return new ChildFirstClassLoader(urls.toArray(new URL[0]), engine, PARENT_FIRST);
    }

    /**
     * Refuses a class path that has the plug-in, but not what it stands on.
     *
     * @throws WeirException that names what is missing
     */
    static void requireHadoop(ClassLoader loader) {
        if (!knows(loader, FIRST_HADOOP_CLASS)) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "The class path has weir-hdfs-checkpoint, but not Hadoop: add the dependencies"
                            + " org.apache.hadoop:hadoop-client-api and org.apache.hadoop:hadoop-client-runtime.");
        }
    }

    private static boolean knows(ClassLoader loader, String className) {
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }

    /** Stands for the plug-in's file systems until one is needed. */
    private final class LazyFileSystems implements FileSystemFactory {
        @Override
        public Set<String> schemes() {
            return SCHEMES;
        }

        @Override
        public FileSystem open(String path) throws IOException {
            String scheme = path.substring(0, path.indexOf(':'));
            for (FileSystemFactory factory : fileSystems()) {
                if (factory.schemes().contains(scheme)) {
                    return factory.open(path);
                }
            }
            throw new WeirException(
                    ErrorCode.FILE,
                    "Hadoop has no file system for " + path
                            + "; a program that no distribution runs needs the dependency io.weir:weir-hdfs-checkpoint.");
        }
    }
}
