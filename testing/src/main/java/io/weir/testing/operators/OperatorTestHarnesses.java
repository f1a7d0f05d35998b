package io.weir.testing.operators;

import io.weir.datastream.DataStream;
import io.weir.plan.Transformation;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.operators.OperatorSpec;

/**
 * Makes harnesses for the last operator of a stream as a program writes it: windows, joins, asynchronous requests, rolling
 * reductions, maps, whatever the stream's methods make. The program before that operator does not run; the harness stands
 * in for it, and its types are not checked against it. Stateless.
 *
 * <pre>{@code
 * DataStream<Long> counts = env.fromData(Types.LONG).keyBy(value -> value % 3)
 *         .window(TumblingEventTimeWindows.of(Duration.ofSeconds(10))).reduce(Long::sum);
 * try (OneInputStreamOperatorTestHarness<Long, Long> harness = OperatorTestHarnesses.oneInput(counts)) {
 *     harness.processElement(5L, 1_000);
 *     harness.processWatermark(9_999);
 *     assertThat(harness.extractOutputValues()).containsExactly(5L);
 * }
 * }</pre>
 */
public final class OperatorTestHarnesses {
    private OperatorTestHarnesses() {}

    /**
     * Makes one for an operator with one input.
     *
     * @param stream the output of the operator
     * @param <I> the type of its input
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <I, O> OneInputStreamOperatorTestHarness<I, O> oneInput(DataStream<O> stream) throws Exception {
        OneInputStreamOperatorTestHarness<I, O> harness = new OneInputStreamOperatorTestHarness<>(operatorOf(stream));
        harness.open();
        return harness;
    }

    /**
     * Makes one for an operator with two inputs.
     *
     * @param stream the output of the operator
     * @param <A> the type of its first input
     * @param <B> the type of its second input
     * @param <O> the type of its output
     * @return the harness, open
     * @throws Exception what the function throws when it is opened
     */
    public static <A, B, O> TwoInputStreamOperatorTestHarness<A, B, O> twoInput(DataStream<O> stream) throws Exception {
        TwoInputStreamOperatorTestHarness<A, B, O> harness =
                new TwoInputStreamOperatorTestHarness<>(operatorOf(stream));
        harness.open();
        return harness;
    }

    /**
     * Returns how the last operator of a stream is made, for harnesses that restore or run one of several instances.
     *
     * @param stream the output of the operator
     * @param <I> the type of its first input
     * @param <O> the type of its output
     * @return how it is made
     */
    @SuppressWarnings("unchecked") // the operator of a stream of this type makes such records
    public static <I, O> OperatorSpec<I, O> operatorOf(DataStream<O> stream) {
        Transformation<O> operation = stream.getTransformation();
        return (OperatorSpec<I, O>) JobGraphs.operatorOf(operation);
    }
}
