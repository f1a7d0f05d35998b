package io.weir.testing.operators;

import io.weir.runtime.operators.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what comes out of an operator. The harness's thread owns it.
 *
 * @param <T> the type of the records
 */
final class RecordedOutput<T> extends Output<T> {
    final List<StreamElement<T>> elements = new ArrayList<>();

    @Override
    public void collect(T value, long timestamp) {
        elements.add(new StreamRecord<>(value, timestamp == NO_TIMESTAMP ? null : timestamp));
    }

    @Override
    public void watermark(long timestamp) {
        elements.add(new StreamWatermark<>(timestamp));
    }

    @Override
    public void idle(boolean idle) {
        // Says nothing about records.
    }

    /** Returns the records without the watermarks. */
    List<StreamRecord<T>> records() {
        List<StreamRecord<T>> records = new ArrayList<>();
        for (StreamElement<T> element : elements) {
            if (element instanceof StreamRecord<T> each) {
                records.add(each);
            }
        }
        return records;
    }
}
