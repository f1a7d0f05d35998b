package io.weir.runtime.operators.async;

import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.AsyncRetryPredicate;
import io.weir.plan.AsyncTransformation.Requests;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.UserCode;
import io.weir.runtime.timers.ProcessingTime;
import io.weir.serialization.TypeSerializer;
import io.weir.state.FunctionSnapshotContext;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Begins a request for each record and emits the results when they come. It takes no record while as many as its capacity
 * are under way; should more come all the same, their requests wait until earlier ones have been emitted. Records under way
 * are its state: requests are made again where it starts from a checkpoint.
 *
 * <p>The task's thread owns it. Other threads end attempts, which comes as mail.
 *
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public final class AsyncOperator<I, O> extends FunctionOperator<AsyncFunction<I, O>, I, O> {
    private final Requests<I, O> requests;
    private final AsyncRetryPredicate<O> again;
    private final ListState<Tuple2<I, Long>> state;
    private final TypeSerializer<I> serializer;
    private final AsyncResults<I, O> results;
    private final ProcessingTime time;
    private final BooleanSupplier hasRoom = this::hasRoom;

    /** All records whose results were not emitted yet. */
    private final Set<AsyncRequest<I, O>> underWay = new LinkedHashSet<>();

    /** Those of them for which no request has begun. */
    private final ArrayDeque<AsyncRequest<I, O>> waiting = new ArrayDeque<>();

    /** Those that have begun, have not ended and whose time-out has not passed, in the order in which it passes. */
    private final Set<AsyncRequest<I, O>> limited = new LinkedHashSet<>();

    private ProcessingTime.Scheduled timeout;
    private boolean emitting;

    /** The task's thread; read by whoever ends an attempt, and written before the first. */
    private Thread owner;

    /** The attempt that the function is just beginning, and whether it has ended in that call. Task's thread. */
    private AsyncAttempt<I, O> calling;

    private boolean endedInCall;

    /** The request of the record that the task is at; null at other times. */
    private AsyncRequest<I, O> atHand;

    private AsyncOperator(OperatorContext context, Spec<I, O> spec, Output<O> output) {
        super(context, spec.requests().function(), output);
        this.requests = spec.requests();
        this.again = requests.retry().getRetryPredicate();
        this.state = context.states()
                .ofInstance()
                .getListState(new ListStateDescriptor<>(
                        "weir.requests-under-way", Types.TUPLE(spec.inputType(), Types.LONG)));
        this.serializer = spec.inputType().createSerializer();
        this.results = new AsyncResults<>(requests.ordered(), output);
        this.time = context.processingTime();
    }

    @Override
    public void open() throws Exception {
        owner = Thread.currentThread();
        super.open();
        List<Tuple2<I, Long>> restored = new ArrayList<>();
        state.get().forEach(restored::add);
        state.clear();
        for (Tuple2<I, Long> record : restored) {
            take(new AsyncRequest<>(record.f0, record.f1));
        }
    }

    @Override
    public void collect(I value, long timestamp) throws Exception {
        AsyncRequest<I, O> request = new AsyncRequest<>(value, timestamp);
        atHand = request;
        take(request);
        atHand = null;
    }

    private void take(AsyncRequest<I, O> request) throws Exception {
        underWay.add(request);
        results.add(request);
        waiting.add(request);
        proceed();
        if (!hasRoom()) {
            context.outputRoom().exhaust(hasRoom);
        }
    }

    private boolean hasRoom() {
        return underWay.size() < requests.capacity();
    }

    /** Emits what can be emitted and begins what can be begun, until neither is left. */
    private void proceed() throws Exception {
        if (emitting) {
            // A request that ends in the call that begins it: the loop below goes on with it.
            return;
        }
        emitting = true;
        try {
            boolean more = true;
            while (more) {
                AsyncRequest<I, O> emitted = results.emitNext();
                more = underWay.remove(emitted);
                if (!waiting.isEmpty() && underWay.size() - waiting.size() < requests.capacity()) {
                    begin(waiting.poll());
                    more = true;
                }
            }
        } finally {
            emitting = false;
        }
    }

    private void begin(AsyncRequest<I, O> request) throws Exception {
        if (requests.timeoutMillis() > 0) {
            request.deadline = time.now() + requests.timeoutMillis();
            limited.add(request);
            scheduleTimeout();
        }
        attempt(request);
    }

    private void attempt(AsyncRequest<I, O> request) throws Exception {
        request.attempts++;
        request.current = new AsyncAttempt<>(this, request);
        call(request.current, () -> function.asyncInvoke(request.value, request.current));
    }

    /** Calls the function, and takes the end of the attempt up if it comes in the call. */
    private void call(AsyncAttempt<I, O> attempt, Call call) throws Exception {
        calling = attempt;
        endedInCall = false;
        try {
            call.run();
        } catch (Throwable e) {
            if (!attempt.hasEnded()) {
                attempt.completeExceptionally(e);
            } else if (!endedInCall || attempt.error() == null) {
                // It has results and has failed: what the program gave before it failed stays.
                failed(attempt.request, e);
            }
        } finally {
            calling = null;
        }
        if (endedInCall) {
            takeUp(attempt);
        }
    }

    /** What may fail. */
    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    /** Learns that an attempt has ended. Any thread. */
    void ended(AsyncAttempt<I, O> attempt) {
        if (Thread.currentThread() == owner && attempt == calling) {
            endedInCall = true;
        } else {
            context.mailbox().execute(() -> {
                try {
                    takeUp(attempt);
                } catch (Exception e) {
                    throw UserCode.<RuntimeException>sneak(e);
                }
            });
        }
    }

    private void takeUp(AsyncAttempt<I, O> attempt) throws Exception {
        AsyncRequest<I, O> request = attempt.request;
        request.current = null;
        Throwable error = attempt.error();
        boolean another = false;
        if (!request.timedOut && requests.retry().canRetry(request.attempts)) {
            try {
                another = isWorthAnother(attempt);
            } catch (Throwable e) {
                error = e;
            }
        }
        if (another) {
            long delay = requests.retry().getBackoffTimeMillis(request.attempts);
            time.schedule(time.now() + delay, () -> again(request));
            return;
        }
        limited.remove(request);
        request.results = attempt.results();
        if (error != null) {
            failed(request, error);
            request.results = List.of();
        }
        results.ended(request);
        proceed();
    }

    /** Takes up that the program's code has failed on a record, which most often was taken before the one at hand. */
    private void failed(AsyncRequest<I, O> request, Throwable cause) throws Exception {
        if (request == atHand) {
            UserCode.recordFailed(context, cause, request.value, request.timestamp);
        } else {
            context.recordErrors().takeLate(context, cause, request.value, request.timestamp);
        }
    }

    private boolean isWorthAnother(AsyncAttempt<I, O> attempt) {
        return attempt.error() != null
                ? again.exceptionPredicate()
                        .filter(condition -> condition.test(attempt.error()))
                        .isPresent()
                : again.resultPredicate()
                        .filter(condition -> condition.test(attempt.results()))
                        .isPresent();
    }

    private void again(AsyncRequest<I, O> request) throws Exception {
        // The time-out may have passed meanwhile.
        if (!request.timedOut) {
            attempt(request);
        }
    }

    private void scheduleTimeout() {
        if (timeout == null && !limited.isEmpty()) {
            timeout = time.schedule(limited.iterator().next().deadline, this::endOverdue);
        }
    }

    private void endOverdue() throws Exception {
        timeout = null;
        long now = time.now();
        List<AsyncRequest<I, O>> overdue = new ArrayList<>();
        for (AsyncRequest<I, O> request : limited) {
            if (request.deadline > now) {
                break;
            }
            overdue.add(request);
        }
        overdue.forEach(limited::remove);
        for (AsyncRequest<I, O> request : overdue) {
            request.timedOut = true;
            if (request.current == null) {
                request.current = new AsyncAttempt<>(this, request);
            }
            // If it has just ended, its mail is under way.
            if (!request.current.hasEnded()) {
                call(request.current, () -> function.timeout(request.value, request.current));
            }
        }
        scheduleTimeout();
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        results.watermark(timestamp);
    }

    @Override
    public void idle(boolean idle) throws Exception {
        results.idle(idle);
    }

    @Override
    public void finish() throws Exception {
        context.runMailUntil(underWay::isEmpty);
    }

    @Override
    public void prepareCapture(FunctionSnapshotContext checkpoint) throws Exception {
        super.prepareCapture(checkpoint);
        // Copies, because the function may change a record, or emit it, while the capture is written.
        state.update(underWay.stream()
                .map(request -> Tuple2.of(serializer.copy(request.value), request.timestamp))
                .toList());
    }

    @Override
    public void close() throws Exception {
        if (timeout != null) {
            timeout.cancel();
        }
        super.close();
    }

    /**
     * How it is made.
     *
     * @param requests what requests are made
     * @param inputType the type of the records
     * @param <I> the type of its input
     * @param <O> the type of its output
     */
    public record Spec<I, O>(Requests<I, O> requests, TypeInformation<I> inputType) implements OperatorSpec<I, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Operator<I, O> create(OperatorContext context, Output<O> output) {
            return new AsyncOperator<>(context, this, output);
        }
    }
}
