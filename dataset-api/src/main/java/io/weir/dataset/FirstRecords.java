package io.weir.dataset;

import io.weir.functions.Collector;
import io.weir.functions.FunctionAnnotation.ForwardedFields;
import io.weir.functions.GroupReduceFunction;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Iterator;

/**
 * Keeps the first records of a group.
 *
 * @param count how many
 * @param <T> the type of the records
 */
@ForwardedFields("*")
record FirstRecords<T>(int count) implements GroupReduceFunction<T, T> {
    private static final long serialVersionUID = 1L;

    FirstRecords {
        if (count < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "first() keeps at least 1 record of each group, not " + count + ".");
        }
    }

    @Override
    public void reduce(Iterable<T> records, Collector<T> out) {
        Iterator<T> group = records.iterator();
        for (int i = 0; i < count && group.hasNext(); i++) {
            out.collect(group.next());
        }
    }
}
