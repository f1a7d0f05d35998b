package io.weir.testing.operators;

import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import java.util.Collection;

/**
 * Runs an operator with one input by hand; see {@link OperatorTestHarness}. The thread of the test owns it.
 *
 * @param <I> the type of its input
 * @param <O> the type of its output
 */
public class OneInputStreamOperatorTestHarness<I, O> extends OperatorTestHarness<I, O> {
    /**
     * Creates it for the only instance, not yet open.
     *
     * @param spec how the operator is made
     */
    public OneInputStreamOperatorTestHarness(OperatorSpec<I, O> spec) {
        this(spec, OperatorInstance.SINGLE);
    }

    /**
     * Creates it for one of several instances, not yet open.
     *
     * @param spec how the operator is made
     * @param instance which instance it is
     */
    public OneInputStreamOperatorTestHarness(OperatorSpec<I, O> spec, OperatorInstance instance) {
        super(spec, instance);
    }

    /**
     * Gives the operator a record without a timestamp.
     *
     * @param value the record
     * @throws Exception what the function throws
     */
    public final void processElement(I value) throws Exception {
        give(operator().input(), value, Output.NO_TIMESTAMP);
    }

    /**
     * Gives the operator a record.
     *
     * @param value the record
     * @param timestamp its timestamp
     * @throws Exception what the function throws
     */
    public final void processElement(I value, long timestamp) throws Exception {
        give(operator().input(), value, timestamp);
    }

    /**
     * Gives the operator a record.
     *
     * @param element the record and its timestamp
     * @throws Exception what the function throws
     */
    public final void processElement(StreamRecord<I> element) throws Exception {
        give(operator().input(), element.value(), element.getTimestamp());
    }

    /**
     * Gives the operator records.
     *
     * @param elements the records and their timestamps
     * @throws Exception what the function throws
     */
    public final void processElements(Collection<StreamRecord<I>> elements) throws Exception {
        for (StreamRecord<I> element : elements) {
            processElement(element);
        }
    }

    /**
     * Lets event time go on; timers of event time that are due ring, in order.
     *
     * @param timestamp no record with this timestamp or an earlier one is expected any more
     * @throws Exception what the function throws
     */
    public final void processWatermark(long timestamp) throws Exception {
        operator().input().watermark(timestamp);
        operator().runMail();
    }
}
