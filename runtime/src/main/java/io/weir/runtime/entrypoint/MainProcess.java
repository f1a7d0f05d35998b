package io.weir.runtime.entrypoint;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a process of the cluster, whatever it runs: it ends in good order when it is told to by a signal or from
 * within, says in one line what went wrong, and has the exit code that goes with it. The main thread owns it.
 */
public final class MainProcess {
    private static final Logger LOG = LoggerFactory.getLogger(MainProcess.class);
    private static final long CLOSE_SECONDS = 25;

    private final String name;
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Starts what the process runs. */
    public interface Body {
        /**
         * Starts.
         *
         * @param process how the body ends the process
         * @return what is closed at the end
         * @throws Exception why it cannot start
         */
        AutoCloseable start(MainProcess process) throws Exception;
    }

    private MainProcess(String name) {
        this.name = name;
    }

    /**
     * Runs a body until the process is to end.
     *
     * @param name what the process is called in messages
     * @param body what it runs
     * @return the exit code
     */
    public static int run(String name, Body body) {
        MainProcess process = new MainProcess(name);
        Thread hook = new Thread(process::terminated, "shutdown");
        AutoCloseable running = null;
        Throwable failure;
        try {
            running = body.start(process);
            Runtime.getRuntime().addShutdownHook(hook);
            failure = process.end.join();
        } catch (Throwable e) {
            failure = e;
        }
        close(running);
        process.closed.countDown();
        return failure == null ? 0 : process.report(failure);
    }

    /**
     * The process is to end in good order.
     *
     * @param reason why, for the log
     */
    public void end(String reason) {
        if (end.complete(null)) {
            LOG.info("The {} ends: {}.", name, reason);
        }
    }

    /**
     * The process cannot go on.
     *
     * @param cause why
     */
    public void fail(Throwable cause) {
        end.complete(cause);
    }

    /** Runs when the process gets a signal: the JVM ends when this returns. */
    private void terminated() {
        end("it was told to by a signal");
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The {} did not end within {} s and is cut off.", name, CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable running) {
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (Exception e) {
            LOG.warn("Not everything could be closed.", e);
        }
    }

    private int report(Throwable failure) {
        Throwable shown =
                failure.getCause() != null && !(failure instanceof WeirException) ? failure.getCause() : failure;
        int code = exitCode(shown);
        if (code == 1) {
            LOG.error("The {} failed.", name, failure);
        } else {
            LOG.info("The {} failed for a reason that lies outside of it.", name, failure);
        }
        String message = shown instanceof WeirException ? shown.getMessage() : shown.toString();
        System.err.println("weir: " + message);
        return code;
    }

    private static int exitCode(Throwable failure) {
        ErrorCode code = failure instanceof WeirException known ? known.code() : ErrorCode.INTERNAL;
        return switch (code) {
            case USAGE, CONFIGURATION, FILE, INVALID_PROGRAM -> 2;
            case UNREACHABLE, AUTHENTICATION, TIMEOUT -> 3;
            default -> 1;
        };
    }
}
