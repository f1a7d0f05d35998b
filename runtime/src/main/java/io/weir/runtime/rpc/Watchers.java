package io.weir.runtime.rpc;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to know when one thing has ended, each told once. For any thread. */
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean ended;

    /** Adds a watcher, or runs it at once if the thing has ended; returns what takes it back. */
    Runnable add(Runnable watcher) {
        // Its own object, so that the same watcher may be added twice and taken back once.
        Runnable entry = watcher::run;
        boolean now;
        // Written and read by watchers and by the thread that ends the thing.
        synchronized (waiting) {
            now = ended;
            if (!now) {
                waiting.add(entry);
            }
        }
        if (now) {
            watcher.run();
        }
        return () -> {
            synchronized (waiting) {
                waiting.remove(entry);
            }
        };
    }

    /** Tells everybody; only the first time counts. */
    void end() {
        List<Runnable> told;
        synchronized (waiting) {
            ended = true;
            told = List.copyOf(waiting);
            waiting.clear();
        }
        for (Runnable watcher : told) {
            try {
                watcher.run();
            } catch (RuntimeException e) {
                LOG.error("A watcher failed; the others are told all the same.", e);
            }
        }
    }
}
