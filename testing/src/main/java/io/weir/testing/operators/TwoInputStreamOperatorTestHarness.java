package io.weir.testing.operators;

import io.weir.runtime.operators.CombinedWatermark;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;

/**
 * Runs an operator with two inputs by hand; see {@link OperatorTestHarness}. Event time is that of the input that is
 * behind. The thread of the test owns it.
 *
 * @param <A> the type of its first input
 * @param <B> the type of its second input
 * @param <O> the type of its output
 */
public class TwoInputStreamOperatorTestHarness<A, B, O> extends OperatorTestHarness<A, O> {
    private final CombinedWatermark watermarks = new CombinedWatermark(2);

    /**
     * Creates it for the only instance, not yet open.
     *
     * @param spec how the operator is made
     */
    public TwoInputStreamOperatorTestHarness(OperatorSpec<A, O> spec) {
        this(spec, OperatorInstance.SINGLE);
    }

    /**
     * Creates it for one of several instances, not yet open.
     *
     * @param spec how the operator is made
     * @param instance which instance it is
     */
    public TwoInputStreamOperatorTestHarness(OperatorSpec<A, O> spec, OperatorInstance instance) {
        super(spec, instance);
    }

    /**
     * Gives the operator a record of the first input, without a timestamp.
     *
     * @param value the record
     * @throws Exception what the function throws
     */
    public final void processElement1(A value) throws Exception {
        give(operator().input(), value, Output.NO_TIMESTAMP);
    }

    /**
     * Gives the operator a record of the first input.
     *
     * @param value the record
     * @param timestamp its timestamp
     * @throws Exception what the function throws
     */
    public final void processElement1(A value, long timestamp) throws Exception {
        give(operator().input(), value, timestamp);
    }

    /**
     * Gives the operator a record of the second input, without a timestamp.
     *
     * @param value the record
     * @throws Exception what the function throws
     */
    public final void processElement2(B value) throws Exception {
        give(second(), value, Output.NO_TIMESTAMP);
    }

    /**
     * Gives the operator a record of the second input.
     *
     * @param value the record
     * @param timestamp its timestamp
     * @throws Exception what the function throws
     */
    public final void processElement2(B value, long timestamp) throws Exception {
        give(second(), value, timestamp);
    }

    @SuppressWarnings("unchecked") // whoever made the harness knows the types of the operator
    private Output<B> second() {
        return (Output<B>) operator().secondInput();
    }

    /**
     * Lets event time of the first input go on.
     *
     * @param timestamp no record with this timestamp or an earlier one is expected from it any more
     * @throws Exception what the function throws
     */
    public final void processWatermark1(long timestamp) throws Exception {
        advance(0, timestamp);
    }

    /**
     * Lets event time of the second input go on.
     *
     * @param timestamp no record with this timestamp or an earlier one is expected from it any more
     * @throws Exception what the function throws
     */
    public final void processWatermark2(long timestamp) throws Exception {
        advance(1, timestamp);
    }

    /**
     * Lets event time of both inputs go on.
     *
     * @param timestamp no record with this timestamp or an earlier one is expected any more
     * @throws Exception what the function throws
     */
    public final void processBothWatermarks(long timestamp) throws Exception {
        watermarks.advance(0, timestamp);
        advance(1, timestamp);
    }

    private void advance(int input, long timestamp) throws Exception {
        watermarks.advance(input, timestamp);
        watermarks.tell(operator().input());
        operator().runMail();
    }
}
