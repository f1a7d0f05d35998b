package io.weir.runtime.api;

import io.weir.functions.RichMapFunction;
import io.weir.tuple.Tuple2;

/** Says beside each record which instance it came to. */
final class WhereItRuns extends RichMapFunction<Long, Tuple2<Integer, Long>> {
    @Override
    public Tuple2<Integer, Long> map(Long value) {
        return Tuple2.of(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), value);
    }
}
