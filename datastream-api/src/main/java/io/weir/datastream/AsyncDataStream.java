package io.weir.datastream;

import io.weir.execution.Operations;
import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.AsyncRetryStrategies;
import io.weir.functions.async.AsyncRetryStrategy;
import io.weir.plan.AsyncTransformation.Requests;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.concurrent.TimeUnit;

/**
 * Asks other systems about the records of a stream, many at a time: the operator does not wait for the answer to one record
 * before it takes the next. Ordered results come in the order of the records; unordered ones come as they are there, but
 * none passes a watermark. Stateless.
 */
public final class AsyncDataStream {
    private static final int DEFAULT_CAPACITY = 100;

    private AsyncDataStream() {}

    /**
     * Emits results as they come.
     *
     * @param in the records
     * @param function begins a request
     * @param timeout how long one may take; 0 for as long as it wants
     * @param timeUnit the unit of the time-out
     * @param capacity how many records may be under way at a time; the stream is held up when there are as many
     * @param <I> the type of the records
     * @param <O> the type of the results
     * @return the results
     */
    public static <I, O> SingleOutputStreamOperator<O> unorderedWait(
            DataStream<I> in, AsyncFunction<I, O> function, long timeout, TimeUnit timeUnit, int capacity) {
        return unorderedWaitWithRetry(in, function, timeout, timeUnit, capacity, AsyncRetryStrategies.noRetry());
    }

    /** Emits results as they come, with up to 100 records under way. */
    public static <I, O> SingleOutputStreamOperator<O> unorderedWait(
            DataStream<I> in, AsyncFunction<I, O> function, long timeout, TimeUnit timeUnit) {
        return unorderedWait(in, function, timeout, timeUnit, DEFAULT_CAPACITY);
    }

    /** Emits results as they come, with up to 100 records under way, and tries requests again. */
    public static <I, O> SingleOutputStreamOperator<O> unorderedWaitWithRetry(
            DataStream<I> in,
            AsyncFunction<I, O> function,
            long timeout,
            TimeUnit timeUnit,
            AsyncRetryStrategy<O> retryStrategy) {
        return unorderedWaitWithRetry(in, function, timeout, timeUnit, DEFAULT_CAPACITY, retryStrategy);
    }

    /**
     * Emits results as they come, and tries requests again.
     *
     * @param in the records
     * @param function begins a request
     * @param timeout how long one may take, all attempts together; 0 for as long as it wants
     * @param timeUnit the unit of the time-out
     * @param capacity how many records may be under way at a time; the stream is held up when there are as many
     * @param retryStrategy whether and when a request is tried again
     * @param <I> the type of the records
     * @param <O> the type of the results
     * @return the results
     */
    public static <I, O> SingleOutputStreamOperator<O> unorderedWaitWithRetry(
            DataStream<I> in,
            AsyncFunction<I, O> function,
            long timeout,
            TimeUnit timeUnit,
            int capacity,
            AsyncRetryStrategy<O> retryStrategy) {
        return wait(in, new Requests<>(function, false, timeUnit.toMillis(timeout), capacity, retryStrategy));
    }

    /**
     * Emits results in the order of the records.
     *
     * @param in the records
     * @param function begins a request
     * @param timeout how long one may take; 0 for as long as it wants
     * @param timeUnit the unit of the time-out
     * @param capacity how many records may be under way at a time; the stream is held up when there are as many
     * @param <I> the type of the records
     * @param <O> the type of the results
     * @return the results
     */
    public static <I, O> SingleOutputStreamOperator<O> orderedWait(
            DataStream<I> in, AsyncFunction<I, O> function, long timeout, TimeUnit timeUnit, int capacity) {
        return orderedWaitWithRetry(in, function, timeout, timeUnit, capacity, AsyncRetryStrategies.noRetry());
    }

    /** Emits results in the order of the records, with up to 100 records under way. */
    public static <I, O> SingleOutputStreamOperator<O> orderedWait(
            DataStream<I> in, AsyncFunction<I, O> function, long timeout, TimeUnit timeUnit) {
        return orderedWait(in, function, timeout, timeUnit, DEFAULT_CAPACITY);
    }

    /** Emits results in the order of the records, with up to 100 records under way, and tries requests again. */
    public static <I, O> SingleOutputStreamOperator<O> orderedWaitWithRetry(
            DataStream<I> in,
            AsyncFunction<I, O> function,
            long timeout,
            TimeUnit timeUnit,
            AsyncRetryStrategy<O> retryStrategy) {
        return orderedWaitWithRetry(in, function, timeout, timeUnit, DEFAULT_CAPACITY, retryStrategy);
    }

    /**
     * Emits results in the order of the records, and tries requests again.
     *
     * @param in the records
     * @param function begins a request
     * @param timeout how long one may take, all attempts together; 0 for as long as it wants
     * @param timeUnit the unit of the time-out
     * @param capacity how many records may be under way at a time; the stream is held up when there are as many
     * @param retryStrategy whether and when a request is tried again
     * @param <I> the type of the records
     * @param <O> the type of the results
     * @return the results
     */
    public static <I, O> SingleOutputStreamOperator<O> orderedWaitWithRetry(
            DataStream<I> in,
            AsyncFunction<I, O> function,
            long timeout,
            TimeUnit timeUnit,
            int capacity,
            AsyncRetryStrategy<O> retryStrategy) {
        return wait(in, new Requests<>(function, true, timeUnit.toMillis(timeout), capacity, retryStrategy));
    }

    private static <I, O> SingleOutputStreamOperator<O> wait(DataStream<I> in, Requests<I, O> requests) {
        if (requests.timeoutMillis() < 0 || requests.capacity() < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "Asynchronous requests need a time-out of at least 0 and a capacity of at least 1, not "
                            + requests.timeoutMillis() + " ms and " + requests.capacity() + ".");
        }
        TypeInformation<O> type = TypeExtractor.resultType(requests.function(), AsyncFunction.class, 1, in.getType());
        return in.operator(Operations.async(in.program(), in.getTransformation(), requests, type));
    }
}
