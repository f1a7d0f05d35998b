package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.functions.Collector;
import io.weir.functions.KeyedBroadcastProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.plan.BroadcastConnection;
import io.weir.plan.CoKeying;
import io.weir.runtime.operators.KeyedBroadcastOperator;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Keyed and broadcast records in any order, across captures, against two maps. */
class BroadcastOperatorTest {
    private static final MapStateDescriptor<Integer, Integer> RULES =
            new MapStateDescriptor<>("rules", Types.INT, Types.INT);
    private static final ValueStateDescriptor<Integer> SUM = new ValueStateDescriptor<>("sum", Types.INT);

    /** What happens next: a keyed record, a rule, a rule that is taken back, a factor for all sums, a capture, a watermark. */
    private enum Kind {
        RECORD,
        RULE,
        NO_RULE,
        FACTOR,
        CAPTURE,
        WATERMARK
    }

    private record Step(Kind kind, int key, int value) {}

    @Provide
    Arbitrary<List<Step>> scripts() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(8, Kind.RECORD),
                                Tuple.of(3, Kind.RULE),
                                Tuple.of(1, Kind.NO_RULE),
                                Tuple.of(1, Kind.FACTOR),
                                Tuple.of(1, Kind.CAPTURE),
                                Tuple.of(1, Kind.WATERMARK)),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 9))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    /** Adds to each sum what the rule of the record's value says; each key's timer says its sum. */
    private static final class Sums extends KeyedBroadcastProcessFunction<Integer, Step, Step, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Integer> sum;
        private transient ValueState<Boolean> seen;

        @Override
        public void open(OpenContext openContext) {
            sum = getRuntimeContext().getState(SUM);
            seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Types.BOOLEAN));
        }

        @Override
        public void processElement(Step step, ReadOnlyContext context, Collector<String> out) {
            seen.update(true);
            Integer rule = context.getBroadcastState(RULES).get(step.value());
            if (rule != null) {
                sum.update((sum.value() == null ? 0 : sum.value()) + rule);
            }
            out.collect(context.getCurrentKey() + ": " + sum.value());
            context.timerService().registerEventTimeTimer(context.currentWatermark() + 1);
        }

        @Override
        public void processBroadcastElement(Step step, Context context, Collector<String> out) throws Exception {
            if (step.kind() == Kind.FACTOR) {
                context.applyToKeyedState(SUM, (key, state) -> state.update(state.value() * step.value()));
            } else if (step.kind() == Kind.RULE) {
                context.getBroadcastState(RULES).put(step.key(), step.value());
            } else {
                context.getBroadcastState(RULES).remove(step.key());
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect("timer of " + context.getCurrentKey() + ": " + sum.value());
        }
    }

    private static final class Gathered extends Output<String> {
        final List<String> values = new ArrayList<>();

        @Override
        public void collect(String value, long timestamp) {
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

    private static LoneOperator<Step, String> operator(OperatorImage image, Gathered output) throws Exception {
        LoneOperator<Step, String> operator = new LoneOperator<>(
                new LoneOperator.Place("broadcast", 1, 128, 0, image),
                new KeyedBroadcastOperator.Spec<Integer, Step, Step, String>(
                        new CoKeying<>(Step::key, null, Types.INT),
                        new BroadcastConnection(new Sums(), List.of(RULES))),
                new ManualProcessingTime(),
                output,
                tag -> null);
        operator.open();
        return operator;
    }

    @Property(tries = 1000)
    void rulesAndSumsAreThoseOfTwoMaps(@ForAll("scripts") List<Step> script) throws Exception {
        Map<Integer, Integer> rules = new HashMap<>();
        Map<Integer, Integer> sums = new HashMap<>();
        Map<Integer, Boolean> timers = new TreeMap<>();
        long watermark = 0;
        Gathered output = new Gathered();
        LoneOperator<Step, String> operator = operator(OperatorImage.EMPTY, output);
        operator.input().watermark(watermark);
        for (Step step : script) {
            List<String> expected = new ArrayList<>();
            output.values.clear();
            switch (step.kind()) {
                case RECORD -> {
                    Integer rule = rules.get(step.value());
                    if (rule != null) {
                        sums.merge(step.key(), rule, Integer::sum);
                    }
                    timers.put(step.key(), true);
                    expected.add(step.key() + ": " + sums.get(step.key()));
                    operator.input().collect(step, 0);
                }
                case RULE, NO_RULE, FACTOR -> {
                    if (step.kind() == Kind.FACTOR) {
                        sums.replaceAll((key, sum) -> sum * step.value());
                    } else if (step.kind() == Kind.RULE) {
                        rules.put(step.key(), step.value());
                    } else {
                        rules.remove(step.key());
                    }
                    second(operator).collect(step, 0);
                }
                case CAPTURE -> {
                    OperatorImage image = operator.capture(1);
                    operator.close();
                    operator = operator(image, output);
                    operator.input().watermark(watermark);
                }
                case WATERMARK -> {
                    watermark++;
                    timers.keySet().forEach(key -> expected.add("timer of " + key + ": " + sums.get(key)));
                    timers.clear();
                    operator.input().watermark(watermark);
                }
            }
            assertThat(output.values).containsExactlyInAnyOrderElementsOf(expected);
        }
        operator.close();
    }

    @SuppressWarnings("unchecked") // the function's second input
    private static Output<Step> second(LoneOperator<Step, String> operator) {
        return (Output<Step>) operator.secondInput();
    }
}
