package io.weir.examples.util;

import io.weir.functions.SourceFunction;
import java.io.Serializable;
import java.util.Iterator;

/**
 * A source of events that a generator makes up, the same ones each time. One instance emits; the task's thread owns it.
 *
 * @param <T> the type of the events
 */
public final class GeneratedSource<T> implements SourceFunction<T> {
    private static final long serialVersionUID = 1L;

    private final Generator<T> generator;

    /** Written by whoever cancels the job, read by the source's thread. */
    private volatile boolean canceled;

    /**
     * Makes up events.
     *
     * @param <T> the type of the events
     */
    @FunctionalInterface
    public interface Generator<T> extends Serializable {
        /** Returns the events from the first one on. */
        Iterator<T> events();
    }

    /**
     * Creates a source.
     *
     * @param generator makes the events up
     */
    public GeneratedSource(Generator<T> generator) {
        this.generator = generator;
    }

    @Override
    public void run(SourceContext<T> context) {
        for (Iterator<T> events = generator.events(); !canceled && events.hasNext(); ) {
            context.collect(events.next());
        }
    }

    @Override
    public void cancel() {
        canceled = true;
    }
}
