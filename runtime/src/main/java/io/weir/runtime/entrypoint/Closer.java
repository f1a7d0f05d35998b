package io.weir.runtime.entrypoint;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns resources from the moment they exist; closes them once, newest first, all of them even if some fail. One thread
 * at a time uses it.
 */
final class Closer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();

    /** Takes a resource over and returns it. */
    <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                LOG.warn("Something could not be closed; the rest is closed all the same.", e);
            }
        }
    }
}
