package io.weir.client;

/** Takes shutdown hooks back. No state. */
final class ShutdownHooks {
    private ShutdownHooks() {}

    /** Removes a hook, unless the process is ending already: then it runs. */
    static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending
        }
    }
}
