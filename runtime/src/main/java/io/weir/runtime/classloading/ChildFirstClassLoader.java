package io.weir.runtime.classloading;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Looks classes and resources up in its own jars first, so that a program's libraries never meet the engine's. Classes
 * that both sides must agree on are named by prefixes and come from the parent; one that the parent does not have comes
 * from the jars all the same. For any thread.
 *
 * <p>Life: from the first task or coordinator of a job in a process to the last; see {@link UserClassLoaders}.
 */
public final class ChildFirstClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final List<String> parentFirstPrefixes;

    /**
     * Creates a class loader.
     *
     * @param urls the jars
     * @param parent where classes are looked up that are not in the jars
     * @param parentFirstPrefixes beginnings of the names of classes that the parent is asked for first
     */
    public ChildFirstClassLoader(URL[] urls, ClassLoader parent, List<String> parentFirstPrefixes) {
        super(urls, parent);
        this.parentFirstPrefixes = List.copyOf(parentFirstPrefixes);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isParentFirst(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) { // as ClassLoader does: two threads must not define one class
            Class<?> found = findLoadedClass(name);
            if (found == null) {
                found = findOwnFirst(name);
            }
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    private Class<?> findOwnFirst(String name) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return getParent().loadClass(name);
        }
    }

    private boolean isParentFirst(String name) {
        for (String prefix : parentFirstPrefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
        found.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(found);
    }
}
