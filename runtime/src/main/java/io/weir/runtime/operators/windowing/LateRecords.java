package io.weir.runtime.operators.windowing;

import io.weir.functions.OutputTag;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records whose windows are all gone: they go to a side output, or are dropped and counted. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
final class LateRecords<T> {
    private static final Logger LOG = LoggerFactory.getLogger(LateRecords.class);

    private final OperatorContext context;

    /** Null if they are dropped. */
    private final Output<T> output;

    private long dropped;

    LateRecords(OperatorContext context, OutputTag<T> tag) {
        this.context = context;
        this.output = tag == null ? null : context.sideOutput(tag);
    }

    void collect(T value, long timestamp) throws Exception {
        if (output != null) {
            output.collect(value, timestamp);
        } else {
            dropped++;
            context.counter("numLateRecordsDropped").increment();
        }
    }

    /** Tells people what was dropped. */
    void close() {
        if (dropped > 0) {
            LOG.warn(
                    "'{}' dropped {} records that came after their windows were gone (numLateRecordsDropped); "
                            + "allowedLateness() keeps windows longer, sideOutputLateData() keeps such records.",
                    context.operatorName(),
                    dropped);
        }
    }
}
