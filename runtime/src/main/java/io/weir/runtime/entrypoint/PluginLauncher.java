package io.weir.runtime.entrypoint;

import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.util.WeirException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of processes that need Hadoop from their first line: it makes Hadoop's class loader and runs the main
 * class that it is given there. {@code PluginLauncher CLASS arguments...}
 */
public final class PluginLauncher {
    private static final int WRONG = 2;

    private PluginLauncher() {}

    /**
     * Runs a main class.
     *
     * @param arguments the main class, and what it is given
     */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("weir: PluginLauncher takes the main class that it runs and that class's arguments.");
            System.exit(WRONG);
        }
        try {
            ClassLoader loader = HadoopPlugin.get().classLoader();
            Thread.currentThread().setContextClassLoader(loader);
            Class.forName(arguments[0], true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (WeirException e) {
            System.err.println("weir: " + e.getMessage());
            System.exit(WRONG);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(1);
        } catch (ReflectiveOperationException e) {
            System.err.println("weir: The class " + arguments[0] + " cannot be run: " + e);
            System.exit(WRONG);
        }
    }
}
