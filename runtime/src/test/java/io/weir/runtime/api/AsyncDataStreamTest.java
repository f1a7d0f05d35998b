package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.AsyncDataStream;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.OpenContext;
import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.AsyncRetryStrategies;
import io.weir.functions.async.AsyncRetryStrategy;
import io.weir.functions.async.ResultFuture;
import io.weir.functions.async.RetryPredicates;
import io.weir.functions.async.RichAsyncFunction;
import io.weir.util.CloseableIterator;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsyncDataStreamTest {
    /** Shared with functions, which live in this process; tests run one after the other. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private static final AtomicInteger MOST_OPEN = new AtomicInteger();
    private static final Map<Long, Integer> CALLS = new ConcurrentHashMap<>();

    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);

    @BeforeEach
    void forget() {
        OPEN.set(0);
        MOST_OPEN.set(0);
        CALLS.clear();
    }

    @Test
    void orderedResultsKeepTheOrderOfTheRecords() {
        DataStream<Long> numbers = environment.fromSequence(1, 1000).setParallelism(1);
        List<Long> results = all(AsyncDataStream.orderedWait(numbers, new Shuffling(7), 1, TimeUnit.MINUTES, 7)
                .setParallelism(1));
        assertThat(results)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1000).map(v -> -v).boxed().toList());
        assertThat(MOST_OPEN.get()).isLessThanOrEqualTo(7);
    }

    @Test
    void unorderedResultsAreAllThere() {
        DataStream<Long> numbers = environment.fromSequence(1, 1000);
        List<Long> results = all(AsyncDataStream.unorderedWait(numbers, new Shuffling(5), 1, TimeUnit.MINUTES, 5));
        assertThat(results)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 1000).map(v -> -v).boxed().toList());
    }

    @Test
    void resultsMayComeInTheCallOfAnyNumberOfRecords() {
        AsyncFunction<Long, String> atOnce = new AsyncFunction<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public void asyncInvoke(Long input, ResultFuture<String> result) {
                result.complete(IntStream.range(0, (int) (input % 3))
                        .mapToObj(i -> input + "." + i)
                        .toList());
                result.complete(List.of("too late"));
            }
        };
        DataStream<Long> numbers = environment.fromSequence(1, 5).setParallelism(1);
        assertThat(all(AsyncDataStream.orderedWait(numbers, atOnce, 0, TimeUnit.SECONDS, 1)
                        .setParallelism(1)))
                .containsExactly("1.0", "2.0", "2.1", "4.0", "5.0", "5.1");
    }

    @Test
    void requestsThatFailAreTriedAgain() {
        AsyncRetryStrategy<Long> fixed = new AsyncRetryStrategies.FixedDelayRetryStrategyBuilder<Long>(2, 1)
                .ifException(RetryPredicates.createExceptionTypePredicate(IOException.class))
                .ifResult(RetryPredicates.emptyResult())
                .build();
        DataStream<Long> numbers = environment.fromSequence(0, 20);
        List<Long> results =
                all(AsyncDataStream.unorderedWaitWithRetry(numbers, new FailsFirst(2), 1, TimeUnit.MINUTES, fixed));
        assertThat(results)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(0, 20).boxed().toList());
        assertThat(CALLS.values()).containsOnly(3);

        CALLS.clear();
        AsyncRetryStrategy<Long> growing = new AsyncRetryStrategies.ExponentialBackoffDelayRetryStrategyBuilder<Long>(
                        1, 1, 10, 2)
                .ifException(RetryPredicates.HAS_EXCEPTION_PREDICATE)
                .build();
        DataStream<Long> failing = AsyncDataStream.orderedWaitWithRetry(
                environment.fromData(1L), new FailsFirst(2), 1, TimeUnit.MINUTES, growing);
        assertThatThrownBy(() -> all(failing)).hasStackTraceContaining("call 2 of 1");
        assertThat(growing.getBackoffTimeMillis(1)).isEqualTo(1);
        assertThat(growing.getBackoffTimeMillis(3)).isEqualTo(4);
        assertThat(growing.getBackoffTimeMillis(9)).isEqualTo(10);
    }

    @Test
    void aRequestThatTakesTooLongFailsOrIsAnsweredByTheFunction() {
        DataStream<Long> numbers = environment.fromData(1L, 2L, 3L);
        assertThat(all(AsyncDataStream.unorderedWait(numbers, new Never(-1L), 20, TimeUnit.MILLISECONDS, 2)))
                .containsExactlyInAnyOrder(-1L, -1L, -1L);
        DataStream<Long> failing = AsyncDataStream.orderedWait(numbers, new Never(null), 20, TimeUnit.MILLISECONDS, 2);
        assertThatThrownBy(() -> all(failing)).hasStackTraceContaining("not answered in time");
    }

    @Test
    void failuresFailTheJob() {
        DataStream<Long> failing =
                AsyncDataStream.orderedWait(environment.fromData(1L), new FailsFirst(1), 1, TimeUnit.MINUTES);
        assertThatThrownBy(() -> all(failing)).hasStackTraceContaining("call 1 of 1");
        AsyncFunction<Long, Long> nothing = (input, result) -> result.complete(null);
        DataStream<Long> none = AsyncDataStream.orderedWait(environment.fromData(1L), nothing, 1, TimeUnit.MINUTES);
        assertThatThrownBy(() -> all(none)).hasStackTraceContaining("was given null");
        assertThatThrownBy(() -> AsyncDataStream.orderedWait(
                        environment.fromData(1L), new FailsFirst(1), 1, TimeUnit.MINUTES, 0))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("capacity of at least 1");
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    /** Answers each request from one of several threads, so that answers pass each other. */
    private static final class Shuffling extends RichAsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private final int threads;
        private transient ExecutorService executor;

        Shuffling(int threads) {
            this.threads = threads;
        }

        @Override
        public void open(OpenContext openContext) {
            executor = Executors.newFixedThreadPool(threads);
        }

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            MOST_OPEN.accumulateAndGet(OPEN.incrementAndGet(), Math::max);
            executor.execute(() -> {
                for (long i = 0; i < input % 17; i++) {
                    Thread.yield();
                }
                OPEN.decrementAndGet();
                result.complete(List.of(-input));
            });
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** Fails on the first calls for each record, in each of the ways in which that can be done. */
    private record FailsFirst(int times) implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) throws Exception {
            int call = CALLS.merge(input, 1, Integer::sum);
            IOException failure = new IOException("call " + call + " of " + input);
            if (call > times) {
                result.complete(List.of(input));
            } else if (input % 3 == 0) {
                result.complete(List.of());
            } else if (input % 3 == 1) {
                result.completeExceptionally(failure);
            } else {
                throw failure;
            }
        }
    }

    private record Never(Long instead) implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            // Nobody ever answers.
        }

        @Override
        public void timeout(Long input, ResultFuture<Long> result) throws Exception {
            if (instead == null) {
                AsyncFunction.super.timeout(input, result);
            } else {
                result.complete(List.of(instead));
            }
        }
    }
}
