package io.weir.benchmarks.flink;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the workloads with windows read: (key, 1, event time), keyed; the peer's. */
final class FlinkWindowInput {
    static final int KEYS = 10_000;

    private FlinkWindowInput() {}

    /**
     * Makes the stream.
     *
     * @param environment where it runs
     * @param records how many records there are
     * @param perMilli how many of them each instance of the source makes in a millisecond of event time
     * @param activeKeys how many of the keys have records in each second
     */
    static KeyedStream<Tuple3<Long, Long, Long>, Long> keyed(
            StreamExecutionEnvironment environment, long records, int perMilli, int activeKeys) {
        return environment
                .fromSequence(1, records)
                .map(new ToRecord(perMilli, activeKeys))
                .returns(Types.TUPLE(Types.LONG, Types.LONG, Types.LONG))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<Tuple3<Long, Long, Long>>forMonotonousTimestamps()
                        .withTimestampAssigner((record, before) -> record.f2))
                .keyBy(record -> record.f0, Types.LONG);
    }

    /** Event time is a count per instance: ranges of the sequence would let one instance run far ahead. */
    private static final class ToRecord extends RichMapFunction<Long, Tuple3<Long, Long, Long>> {
        private static final long serialVersionUID = 1L;
        private static final long MIX = 0x9E3779B97F4A7C15L;

        private final int perMilli;
        private final int activeKeys;
        private long count;

        ToRecord(int perMilli, int activeKeys) {
            this.perMilli = perMilli;
            this.activeKeys = activeKeys;
        }

        @Override
        public Tuple3<Long, Long, Long> map(Long value) {
            long time = count++ / perMilli;
            long first = time / 1000 * activeKeys % KEYS;
            return Tuple3.of(first + (value * MIX >>> 24) % activeKeys, 1L, time);
        }
    }

    /** Adds the second fields up. */
    static final class Sum implements AggregateFunction<Tuple3<Long, Long, Long>, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Tuple3<Long, Long, Long> value, Long accumulator) {
            return accumulator + value.f1;
        }

        @Override
        public Long getResult(Long accumulator) {
            return accumulator;
        }

        @Override
        public Long merge(Long first, Long second) {
            return first + second;
        }
    }
}
