package io.weir.runtime.classloading;

import io.weir.configuration.Configuration;
import io.weir.configuration.CoreOptions;
import io.weir.execution.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class loaders of programs: one per job and process, made for the first who asks and closed after the last one let
 * go. For any thread.
 */
public final class UserClassLoaders {
    private static final Logger LOG = LoggerFactory.getLogger(UserClassLoaders.class);

    private final ClassLoader parent;
    private final Map<JobId, Entry> entries = new HashMap<>(); // guarded by this: read and written by all users

    /**
     * Creates an empty set.
     *
     * @param parent the engine's class loader; for programs without jars, the one that knows their classes
     */
    public UserClassLoaders(ClassLoader parent) {
        this.parent = parent;
    }

    /**
     * Returns the class loader of a job.
     *
     * @param job the job
     * @param jars the program's jars, in order
     * @param options the options of the job, which say what comes from the engine
     * @return the class loader, until closed
     */
    public synchronized Lease acquire(JobId job, List<Path> jars, Configuration options) {
        Entry entry = entries.computeIfAbsent(job, missing -> new Entry(create(jars, options)));
        entry.users++;
        return new Lease(job, entry);
    }

    /** Returns how many jobs have a class loader. */
    public synchronized int size() {
        return entries.size();
    }

    private ClassLoader create(List<Path> jars, Configuration options) {
        if (jars.isEmpty()) {
            return parent;
        }
        URL[] urls = jars.stream().map(UserClassLoaders::url).toArray(URL[]::new);
        return create(urls, parent, options);
    }

    /**
     * Creates the class loader of a program as its options want it. The caller closes it.
     *
     * @param urls the program's jars
     * @param parent the engine's class loader
     * @param options the options
     * @return the class loader
     */
    public static URLClassLoader create(URL[] urls, ClassLoader parent, Configuration options) {
        if (options.get(CoreOptions.CLASS_RESOLVE_ORDER) == CoreOptions.ClassResolveOrder.PARENT_FIRST) {
            return new URLClassLoader(urls, parent);
        }
        List<String> parentFirst = new ArrayList<>(options.get(CoreOptions.PARENT_FIRST_PATTERNS));
        parentFirst.addAll(options.get(CoreOptions.PARENT_FIRST_PATTERNS_ADDITIONAL));
        return new ChildFirstClassLoader(urls, parent, parentFirst);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void release(JobId job, Entry entry) {
        entry.users--;
        if (entry.users == 0) {
            entries.remove(job);
            if (entry.loader != parent && entry.loader instanceof URLClassLoader closeable) {
                close(job, closeable);
            }
        }
    }

    private static void close(JobId job, URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("The class loader of job {} could not be closed; its jars stay open.", job, e);
        }
    }

    /** A class loader with the number of its users. */
    private static final class Entry {
        private final ClassLoader loader;
        private int users;

        Entry(ClassLoader loader) {
            this.loader = loader;
        }
    }

    /** The use of a job's class loader. Its owner closes it once; closing it again does nothing. */
    public final class Lease implements AutoCloseable {
        private final JobId job;
        private final Entry entry;
        private boolean closed; // guarded by the set

        private Lease(JobId job, Entry entry) {
            this.job = job;
            this.entry = entry;
        }

        /** Returns the class loader. */
        public ClassLoader classLoader() {
            return entry.loader;
        }

        @Override
        public void close() {
            synchronized (UserClassLoaders.this) { // two owners' mistakes must not close a third one's loader
                if (!closed) {
                    closed = true;
                    release(job, entry);
                }
            }
        }
    }
}
