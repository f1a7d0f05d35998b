package io.weir.functions;

import io.weir.state.BroadcastState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReadOnlyBroadcastState;

/**
 * What functions of a stream and a broadcast one have in common. The contexts are inner classes, so that programs can write
 * them without type arguments.
 */
public abstract class BaseBroadcastProcessFunction extends AbstractRichFunction {
    private static final long serialVersionUID = 1L;

    /** What is known beside a record. */
    abstract class BaseContext {
        /** Returns the timestamp of the record, or of the timer; null if there is none. */
        public abstract Long timestamp();

        /**
         * Emits to a side output.
         *
         * @param tag the output
         * @param value the record
         * @param <X> the type of the record
         */
        public abstract <X> void output(OutputTag<X> tag, X value);

        /** Returns the time of the clock in milliseconds since 1970-01-01T00:00Z. */
        public abstract long currentProcessingTime();

        /** Returns the last watermark. */
        public abstract long currentWatermark();
    }

    /** What is known beside a broadcast record, which may change the broadcast state. */
    public abstract class Context extends BaseContext {
        /**
         * Returns broadcast state.
         *
         * @param descriptor one that was given to {@code broadcast()}
         * @param <K> the type of the map's keys
         * @param <V> the type of the map's values
         * @return the state
         * @throws io.weir.util.WeirException if it was not given to {@code broadcast()}
         */
        public abstract <K, V> BroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor);
    }

    /** What is known beside any other record, which may not change the broadcast state. */
    public abstract class ReadOnlyContext extends BaseContext {
        /**
         * Returns broadcast state.
         *
         * @param descriptor one that was given to {@code broadcast()}
         * @param <K> the type of the map's keys
         * @param <V> the type of the map's values
         * @return the state
         * @throws io.weir.util.WeirException if it was not given to {@code broadcast()}
         */
        public abstract <K, V> ReadOnlyBroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor);
    }
}
