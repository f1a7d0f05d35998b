package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.functions.async.AsyncFunction;
import io.weir.functions.async.AsyncRetryStrategies;
import io.weir.functions.async.AsyncRetryStrategies.ExponentialBackoffDelayRetryStrategyBuilder;
import io.weir.functions.async.AsyncRetryStrategy;
import io.weir.functions.async.ResultFuture;
import io.weir.functions.async.RetryPredicates;
import io.weir.plan.AsyncTransformation.Requests;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.async.AsyncOperator;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Requests that end in any order, at any time, across captures, against what a reader would say the output must be. */
class AsyncOperatorTest {
    private static final String WATERMARK = "watermark ";

    /** What the operator has emitted, and what has been asked and not been answered. */
    private static final class Observer extends Output<Long> {
        final List<Long> records = new ArrayList<>();
        final List<Long> timestamps = new ArrayList<>();

        /** How many records were there before each watermark. */
        final Map<String, Integer> watermarks = new LinkedHashMap<>();

        @Override
        public void collect(Long value, long timestamp) {
            records.add(value);
            timestamps.add(timestamp);
        }

        @Override
        public void watermark(long timestamp) {
            watermarks.put(WATERMARK + timestamp, records.size());
        }

        @Override
        public void idle(boolean idle) {
            watermarks.put("idle " + idle + " after " + records.size(), records.size());
        }
    }

    /** Keeps requests until the test answers them. */
    private static final class Kept implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        final transient Map<Long, ResultFuture<Long>> open = new LinkedHashMap<>();

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            open.put(input, result);
            if (input % 5 == 4) {
                answer(input);
            }
        }

        void answer(long input) {
            open.remove(input).complete(List.of(input));
        }
    }

    private static LoneOperator<Long, Long> operator(
            Requests<Long, Long> requests, ManualProcessingTime time, Observer observer, OperatorImage image) {
        return new LoneOperator<>(
                new LoneOperator.Place("async", 1, 128, 0, image),
                new AsyncOperator.Spec<>(requests, Types.LONG),
                time,
                observer,
                tag -> null);
    }

    @Property(tries = 2000)
    void resultsComeInTheirOrderAndNonePassesAWatermark(
            @ForAll boolean ordered,
            @ForAll @IntRange(min = 1, max = 6) int capacity,
            @ForAll @Size(max = 60) List<@IntRange(max = 99) Integer> script)
            throws Exception {
        Kept function = new Kept();
        Observer observer = new Observer();
        Requests<Long, Long> requests = new Requests<>(function, ordered, 0, capacity, AsyncRetryStrategies.noRetry());
        LoneOperator<Long, Long> operator =
                operator(requests, new ManualProcessingTime(), observer, OperatorImage.EMPTY);
        operator.open();
        long records = 0;
        List<Long> marks = new ArrayList<>();
        for (int step : script) {
            if (step < 50) {
                operator.input().collect(records, 1000 + records);
                records++;
            } else if (step < 85) {
                answerAny(function, step);
                operator.runMail();
            } else {
                operator.input().watermark(marks.size());
                marks.add(records);
            }
            check(ordered, capacity, records, marks, function, observer);
        }
        while (!function.open.isEmpty()) {
            answerAny(function, 7 * function.open.size());
            operator.runMail();
            check(ordered, capacity, records, marks, function, observer);
        }
        operator.finish();
        operator.close();
        assertThat(observer.records).hasSize((int) records);
        for (int i = 0; i < records; i++) {
            assertThat(observer.timestamps.get(i)).isEqualTo(1000 + observer.records.get(i));
        }
    }

    private static void answerAny(Kept function, int choice) {
        if (!function.open.isEmpty()) {
            function.answer(List.copyOf(function.open.keySet()).get(choice % function.open.size()));
        }
    }

    private static void check(
            boolean ordered, int capacity, long records, List<Long> marks, Kept function, Observer observer) {
        long begun = Math.min(records, observer.records.size() + capacity);
        List<Long> expected = new ArrayList<>();
        long unanswered = records;
        for (long each = records - 1; each >= 0; each--) {
            if (each >= begun || function.open.containsKey(each)) {
                unanswered = each;
            }
        }
        // The first mark behind the first record without an answer holds up all that came after it.
        long firstWaiting = unanswered;
        long held =
                marks.stream().filter(mark -> mark > firstWaiting).findFirst().orElse(records);
        for (long each = 0; each < begun; each++) {
            if (!function.open.containsKey(each) && (each < unanswered || !ordered && each < held)) {
                expected.add(each);
            }
        }
        if (ordered) {
            assertThat(observer.records).containsExactlyElementsOf(expected);
        } else {
            assertThat(observer.records).containsExactlyInAnyOrderElementsOf(expected);
        }
        List<Integer> passed = marks.stream()
                .filter(mark -> mark <= firstWaiting)
                .map(Long::intValue)
                .toList();
        // Watermarks between which nothing came may be merged while they are held up, so the last ones count.
        assertThat(passed).containsAll(observer.watermarks.values());
        if (!passed.isEmpty()) {
            assertThat(observer.watermarks)
                    .containsEntry(WATERMARK + (passed.size() - 1), passed.get(passed.size() - 1));
        }
    }

    @Property(tries = 500)
    void recordsUnderWayAreAskedForAgainWhereACaptureIsStartedFrom(
            @ForAll boolean ordered,
            @ForAll @IntRange(min = 1, max = 6) int capacity,
            @ForAll @Size(max = 40) List<@IntRange(max = 99) Integer> script)
            throws Exception {
        Observer observer = new Observer();
        Kept function = new Kept();
        LoneOperator<Long, Long> operator = operator(
                new Requests<>(function, ordered, 0, capacity, AsyncRetryStrategies.noRetry()),
                new ManualProcessingTime(),
                observer,
                OperatorImage.EMPTY);
        operator.open();
        long records = 0;
        for (int step : script) {
            if (step < 50) {
                operator.input().collect(records++, 0);
            } else if (step < 80) {
                answerAny(function, step);
                operator.runMail();
            } else {
                OperatorImage image = operator.capture(step);
                operator.close();
                function = new Kept();
                operator = operator(
                        new Requests<>(function, ordered, 0, capacity, AsyncRetryStrategies.noRetry()),
                        new ManualProcessingTime(),
                        observer,
                        image);
                operator.open();
            }
        }
        while (!function.open.isEmpty()) {
            answerAny(function, 3);
            operator.runMail();
        }
        operator.finish();
        operator.close();
        assertThat(observer.records).doesNotHaveDuplicates().hasSize((int) records);
        if (ordered) {
            assertThat(observer.records).isSorted();
        }
    }

    /** Fails a number of times, from the call or later. */
    private static final class Failing implements AsyncFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        final transient List<Long> calls = new ArrayList<>();
        private final int times;
        private final boolean inCall;
        private final transient ManualProcessingTime time;

        Failing(int times, boolean inCall, ManualProcessingTime time) {
            this.times = times;
            this.inCall = inCall;
            this.time = time;
        }

        @Override
        public void asyncInvoke(Long input, ResultFuture<Long> result) {
            calls.add(time.now());
            if (calls.size() > times) {
                result.complete(List.of(time.now()));
            } else if (inCall) {
                throw new IllegalStateException("failure " + calls.size());
            } else {
                result.completeExceptionally(new IllegalStateException("failure " + calls.size()));
            }
        }

        @Override
        public void timeout(Long input, ResultFuture<Long> result) {
            result.complete(List.of(-time.now()));
        }
    }

    @Property(tries = 2000)
    void attemptsFollowTheStrategyUntilTheTimeOut(
            @ForAll @IntRange(max = 6) int failures,
            @ForAll @IntRange(min = 1, max = 5) int retries,
            @ForAll @IntRange(min = 1, max = 5) int delay,
            @ForAll @IntRange(min = 1, max = 3) int multiplier,
            @ForAll @IntRange(max = 60) int timeout,
            @ForAll boolean inCall)
            throws Exception {
        // Attempts are made at multiples of ten, time-outs pass between them.
        long limit = timeout == 0 ? 0 : timeout * 10L + 5;
        AsyncRetryStrategy<Long> strategy = new ExponentialBackoffDelayRetryStrategyBuilder<Long>(
                        retries, delay * 10L, 200, multiplier)
                .ifException(RetryPredicates.HAS_EXCEPTION_PREDICATE)
                .build();
        ManualProcessingTime time = new ManualProcessingTime();
        Failing function = new Failing(failures, inCall, time);
        Observer observer = new Observer();
        LoneOperator<Long, Long> operator =
                operator(new Requests<>(function, true, limit, 1, strategy), time, observer, OperatorImage.EMPTY);
        operator.open();

        List<Long> attempts = new ArrayList<>(List.of(0L));
        long wait = delay * 10L;
        for (int i = 0; i < Math.min(failures, retries); i++) {
            attempts.add(attempts.get(i) + Math.min(wait, 200));
            wait *= multiplier;
        }
        boolean late = limit > 0 && attempts.get(attempts.size() - 1) > limit;
        attempts.removeIf(at -> limit > 0 && at > limit);
        if (!late && failures > retries) {
            assertThatThrownBy(() -> run(operator, time))
                    .isInstanceOf(WeirException.class)
                    .hasRootCauseMessage("failure " + (retries + 1));
        } else {
            run(operator, time);
            assertThat(observer.records).containsExactly(late ? -limit : attempts.get(attempts.size() - 1));
            operator.finish();
        }
        operator.close();
        assertThat(function.calls).isEqualTo(attempts);
    }

    private static void run(LoneOperator<Long, Long> operator, ManualProcessingTime time) throws Exception {
        operator.input().collect(1L, 0);
        operator.runMail();
        for (long now = 5; now <= 2000; now += 5) {
            operator.advanceProcessingTime(now);
        }
        assertThat(time.now()).isEqualTo(2000);
    }
}
