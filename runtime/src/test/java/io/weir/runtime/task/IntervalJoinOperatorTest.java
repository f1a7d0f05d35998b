package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.Collector;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessJoinFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.IntervalJoin;
import io.weir.runtime.operators.IntervalJoinOperator;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Records of both sides, early and late, across captures, against all pairs that there are. */
class IntervalJoinOperatorTest {
    private static final TypeInformation<Step> TYPE = TypeInformation.of(Step.class);
    private static final OutputTag<Step> LATE_LEFT = new OutputTag<>("left", TYPE);

    /** What happens next: a record of either side, a watermark, a capture. */
    enum Kind {
        LEFT,
        RIGHT,
        WATERMARK,
        CAPTURE
    }

    record Step(Kind kind, int key, long time, int number) {}

    @Provide
    Arbitrary<List<Step>> scripts() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(5, Kind.LEFT),
                                Tuple.of(5, Kind.RIGHT),
                                Tuple.of(2, Kind.WATERMARK),
                                Tuple.of(1, Kind.CAPTURE)),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.longs().between(0, 30),
                        Arbitraries.integers())
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private static final class Pairs extends ProcessJoinFunction<Step, Step, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Step left, Step right, Context context, Collector<String> out) {
            assertThat(context.getLeftTimestamp()).isEqualTo(left.time());
            assertThat(context.getRightTimestamp()).isEqualTo(right.time());
            out.collect(pair(left, right, context.getTimestamp()));
        }
    }

    private static String pair(Step left, Step right, long time) {
        return left + " " + right + " " + time;
    }

    private static final class Gathered<T> extends Output<T> {
        final List<T> values = new ArrayList<>();

        @Override
        public void collect(T value, long timestamp) {
            values.add(value);
        }

        @Override
        public void watermark(long timestamp) {
            // the test knows what it sent
        }

        @Override
        public void idle(boolean idle) {
            // the test knows what it sent
        }
    }

    @Property(tries = 1000)
    void joinsAllPairsThatAreNeitherApartNorLate(
            @ForAll @IntRange(min = -15, max = 15) int lower,
            @ForAll @IntRange(max = 15) int span,
            @ForAll("scripts") List<Step> script)
            throws Exception {
        IntervalJoin<Step, Step, String> join = new IntervalJoin<>(
                lower,
                lower + span,
                new IntervalJoin.Side<>(TYPE, LATE_LEFT),
                new IntervalJoin.Side<>(TYPE, null),
                new Pairs());
        Gathered<String> output = new Gathered<>();
        Gathered<Object> late = new Gathered<>();
        LoneOperator<Step, String> operator = operator(join, OperatorImage.EMPTY, output, late);
        long watermark = Long.MIN_VALUE;
        List<Step> taken = new ArrayList<>();
        List<Step> lateLeft = new ArrayList<>();
        for (Step step : script) {
            List<String> expected = new ArrayList<>();
            output.values.clear();
            switch (step.kind()) {
                case LEFT, RIGHT -> {
                    if (step.time() >= watermark) {
                        taken.forEach(other -> expect(join, step, other, expected));
                        taken.add(step);
                    } else if (step.kind() == Kind.LEFT) {
                        lateLeft.add(step);
                    }
                    (step.kind() == Kind.LEFT ? operator.input() : second(operator)).collect(step, step.time());
                }
                case WATERMARK -> {
                    watermark = Math.max(watermark, step.time());
                    operator.input().watermark(watermark);
                }
                case CAPTURE -> {
                    OperatorImage image = operator.capture(1);
                    operator.close();
                    operator = operator(join, image, output, late);
                    // Until sources have told again how far event time is, nothing is late.
                    if (watermark != Long.MIN_VALUE) {
                        operator.input().watermark(watermark);
                    }
                }
            }
            assertThat(output.values).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(late.values).isEqualTo(lateLeft);
        operator.input().watermark(Long.MAX_VALUE);
        List<Object> kept = new ArrayList<>();
        operator.keyedState().forEachKey(kept::add);
        assertThat(kept).isEmpty();
        operator.close();
    }

    private static void expect(IntervalJoin<Step, Step, String> join, Step step, Step other, List<String> expected) {
        Step left = step.kind() == Kind.LEFT ? step : other;
        Step right = step.kind() == Kind.LEFT ? other : step;
        long difference = right.time() - left.time();
        if (step.kind() != other.kind()
                && step.key() == other.key()
                && difference >= join.lowerMillis()
                && difference <= join.upperMillis()) {
            expected.add(pair(left, right, Math.max(left.time(), right.time())));
        }
    }

    private static LoneOperator<Step, String> operator(
            IntervalJoin<Step, Step, String> join, OperatorImage image, Output<String> output, Gathered<Object> late)
            throws Exception {
        LoneOperator<Step, String> operator = new LoneOperator<>(
                new LoneOperator.Place("join", 1, 128, 0, image),
                new IntervalJoinOperator.Spec<>(new CoKeying<>(Step::key, Step::key, Types.INT), join),
                new ManualProcessingTime(),
                output,
                tag -> late);
        operator.open();
        return operator;
    }

    @SuppressWarnings("unchecked") // the join's second input
    private static Output<Step> second(LoneOperator<Step, String> operator) {
        return (Output<Step>) operator.secondInput();
    }
}
