package io.weir.runtime.jobmanager;

import io.weir.execution.CollectedBatches;
import io.weir.runtime.failover.TaskInstance;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets the tasks that collect records and the client that fetches them wait for each other, each for a bounded time.
 *
 * <p>Thread: the JobManager's main thread. Life: that of the job; then what was not fetched is handed on.
 */
final class ResultExchange {
    /** How long a task's call waits for room; the task then sends the batch again. */
    private static final Duration ROOM_WAIT = Duration.ofSeconds(10);

    private final BiFunction<Duration, Runnable, ScheduledFuture<?>> timer;
    private final CollectedResults results;
    private final List<Waiting<?>> waiting = new ArrayList<>();
    private boolean ended;

    /** A call that waits; {@code attempt} returns null as long as it has to. */
    private record Waiting<T>(CompletableFuture<T> answer, Supplier<T> attempt) {
        boolean tryAgain() {
            if (answer.isDone()) {
                return true;
            }
            try {
                T value = attempt.get();
                return value != null && answer.complete(value);
            } catch (RuntimeException e) {
                return answer.completeExceptionally(e);
            }
        }
    }

    /**
     * Creates an exchange that has got nothing yet.
     *
     * @param timer runs work on the main thread later
     * @param expected the results that the job collects
     */
    ResultExchange(BiFunction<Duration, Runnable, ScheduledFuture<?>> timer, List<String> expected) {
        this.timer = timer;
        this.results = new CollectedResults(expected);
    }

    /**
     * Takes a batch as soon as there is room.
     *
     * @param resultId the result
     * @param sender the task that sends it
     * @param batch the batch
     * @param wanted whether the task's results still count; if not, the batch is dropped
     * @return true if it was taken or dropped, false when that took too long
     */
    CompletableFuture<Boolean> send(String resultId, TaskInstance sender, byte[] batch, BooleanSupplier wanted) {
        return await(
                () -> !wanted.getAsBoolean() || results.offer(resultId, sender, batch) ? true : null,
                ROOM_WAIT,
                () -> false);
    }

    /** Returns whether tasks can send all again that they have sent, without the client getting any of it twice. */
    boolean canForget(Set<TaskInstance> senders) {
        return results.canForget(senders);
    }

    /** Returns whether any of some tasks has ever sent a result. */
    boolean haveComeFrom(Set<TaskInstance> senders) {
        return results.haveComeFrom(senders);
    }

    /** Forgets what tasks have sent. */
    void forget(Set<TaskInstance> senders) {
        results.forget(senders);
        tryAgain();
    }

    /**
     * Answers with the next batches, or with none when the time is over. Fails after the end: what was not fetched belongs
     * to another thread by then, which is to be asked.
     */
    CompletableFuture<CollectedBatches> fetch(String resultId, long position, Duration wait) {
        if (ended) {
            return CompletableFuture.failedFuture(new WeirException(
                    ErrorCode.UNREACHABLE, "The job has ended, and its results were handed to the Dispatcher."));
        }
        return await(
                () -> {
                    CollectedBatches batches = results.fetch(resultId, position);
                    return batches.batches().isEmpty() && !batches.last() ? null : batches;
                },
                wait,
                () -> new CollectedBatches(List.of(), false));
    }

    private <T> CompletableFuture<T> await(Supplier<T> attempt, Duration wait, Supplier<T> late) {
        Waiting<T> call = new Waiting<>(new CompletableFuture<>(), attempt);
        if (!call.tryAgain()) {
            waiting.add(call);
            ScheduledFuture<?> alarm = timer.apply(wait, () -> {
                waiting.remove(call);
                call.answer().complete(late.get());
            });
            // Or the timer would hold on to batches that were taken long ago.
            call.answer().whenComplete((value, failure) -> alarm.cancel(false));
        }
        tryAgain();
        return call.answer();
    }

    /** What one call has changed may be what others wait for. */
    private void tryAgain() {
        List<Waiting<?>> calls = List.copyOf(waiting);
        for (Waiting<?> call : calls) {
            if (call.tryAgain()) {
                waiting.remove(call);
            }
        }
    }

    /** Ends: no batch will follow. Returns what was not fetched, to be kept by another thread from now on. */
    CollectedResults end() {
        results.end();
        tryAgain();
        ended = true;
        return results;
    }
}
