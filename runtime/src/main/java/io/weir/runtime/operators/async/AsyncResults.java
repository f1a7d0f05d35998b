package io.weir.runtime.operators.async;

import io.weir.runtime.operators.Output;
import java.util.ArrayDeque;

/**
 * Puts results of requests into their order: that of the records, or any order between two watermarks. A stage holds
 * requests that may pass each other, which is a single one if order is kept; stages do not pass each other. The task's thread
 * owns it.
 *
 * @param <I> the type of the records
 * @param <O> the type of the results
 */
final class AsyncResults<I, O> {
    private final boolean ordered;
    private final Output<O> output;
    private final ArrayDeque<Stage<I, O>> stages = new ArrayDeque<>();

    /** Requests that may pass each other, and what follows when all of them have ended. */
    static final class Stage<I, O> {
        private final ArrayDeque<AsyncRequest<I, O>> done = new ArrayDeque<>();
        private int pending;
        private boolean closed;
        private long watermark = Long.MIN_VALUE;
        private Boolean idle;
    }

    AsyncResults(boolean ordered, Output<O> output) {
        this.ordered = ordered;
        this.output = output;
    }

    /** Gives a request its place. */
    void add(AsyncRequest<I, O> request) {
        Stage<I, O> stage = stages.peekLast();
        if (stage == null || stage.closed) {
            stage = new Stage<>();
            stage.closed = ordered;
            stages.add(stage);
        }
        stage.pending++;
        request.stage = stage;
    }

    /** Learns that a request has ended. */
    void ended(AsyncRequest<I, O> request) {
        request.stage.done.add(request);
        request.stage.pending--;
    }

    /**
     * Emits the results of the next request whose turn it is, and what follows it.
     *
     * @return the request, or null if there was none
     */
    AsyncRequest<I, O> emitNext() throws Exception {
        Stage<I, O> first = stages.peekFirst();
        AsyncRequest<I, O> request = first == null ? null : first.done.poll();
        if (request == null) {
            return null;
        }
        for (O result : request.results) {
            output.collect(result, request.timestamp);
        }
        if (first.pending == 0 && first.done.isEmpty()) {
            stages.poll();
            if (first.watermark != Long.MIN_VALUE) {
                output.watermark(first.watermark);
            }
            if (first.idle != null) {
                output.idle(first.idle);
            }
        }
        return request;
    }

    /** Lets a watermark follow all requests so far. */
    void watermark(long timestamp) throws Exception {
        if (stages.isEmpty()) {
            output.watermark(timestamp);
        } else {
            stages.getLast().closed = true;
            stages.getLast().watermark = timestamp;
        }
    }

    /** Lets a change of idleness follow all requests so far. */
    void idle(boolean idle) throws Exception {
        if (stages.isEmpty()) {
            output.idle(idle);
        } else {
            stages.getLast().closed = true;
            stages.getLast().idle = idle;
        }
    }
}
