package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.PlanExecutor;
import io.weir.execution.PlanExecutors;
import io.weir.runtime.classloading.UserClassLoaders;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * A program's classes, loaded apart from the engine's, and its main method. One thread owns it; closing it lets go of
 * the jar.
 */
final class Program implements AutoCloseable {
    private final URLClassLoader classLoader;
    private final Method main;

    private Program(URLClassLoader classLoader, Method main) {
        this.classLoader = classLoader;
        this.main = main;
    }

    /**
     * Loads a program.
     *
     * @param jar its jar
     * @param configuration says which classes come from the engine
     * @return the program
     * @throws WeirException if its class cannot be loaded or has no main method
     */
    static Program load(ProgramJar jar, Configuration configuration) {
        URLClassLoader classLoader = loaderOf(jar, configuration);
        try {
            return new Program(classLoader, mainOf(jar, classLoader));
        } catch (RuntimeException e) {
            closeQuietly(classLoader, e);
            throw e;
        }
    }

    private static URLClassLoader loaderOf(ProgramJar jar, Configuration configuration) {
        try {
            URL[] urls = {jar.path().toAbsolutePath().toUri().toURL()};
            return UserClassLoaders.create(urls, Program.class.getClassLoader(), configuration);
        } catch (MalformedURLException e) {
            throw new WeirException(ErrorCode.USAGE, jar.path() + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Method mainOf(ProgramJar jar, ClassLoader classLoader) {
        try {
            Method main = Class.forName(jar.mainClass(), false, classLoader).getMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers()) || main.getReturnType() != void.class) {
                throw noMain(jar, null);
            }
            main.setAccessible(true); // the class itself need not be public
            return main;
        } catch (NoSuchMethodException e) {
            throw noMain(jar, e);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new WeirException(
                    ErrorCode.USAGE, "The class " + jar.mainClass() + " cannot be loaded: " + reasonOf(e) + ".", e);
        }
    }

    private static WeirException noMain(ProgramJar jar, Throwable cause) {
        return new WeirException(
                ErrorCode.USAGE,
                "The class " + jar.mainClass() + " has no public static void main(String[]): it is no program.",
                cause);
    }

    private static String reasonOf(Throwable failure) {
        return failure instanceof NoClassDefFoundError
                ? "it needs the class " + String.valueOf(failure.getMessage()).replace('/', '.')
                        + ", which is neither in its jar nor part of the engine"
                : failure.toString();
    }

    /**
     * Runs the main method on this thread.
     *
     * @param executor what the program's {@code execute} submits to
     * @param arguments the program's arguments
     * @throws Throwable what the main method threw
     */
    void run(PlanExecutor executor, List<String> arguments) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classLoader);
        PlanExecutors.setContext(executor);
        try {
            main.invoke(null, (Object) arguments.toArray(new String[0]));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            PlanExecutors.setContext(null);
            thread.setContextClassLoader(before);
        }
    }

    /** Returns what knows its classes. */
    ClassLoader classLoader() {
        return classLoader;
    }

    private static void closeQuietly(URLClassLoader classLoader, RuntimeException failure) {
        try {
            classLoader.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        classLoader.close();
    }
}
