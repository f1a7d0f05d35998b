package io.weir.datastream;

import io.weir.functions.FlatJoinFunction;
import io.weir.functions.JoinFunction;
import io.weir.functions.KeySelector;
import io.weir.functions.windowing.JoinWindowFunctions;
import io.weir.plan.Keying;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.Window;
import java.time.Duration;

/**
 * Two streams whose records are joined when their keys are equal and they are in one window. The thread that builds the
 * program owns it.
 *
 * @param <T1> the type of the first records
 * @param <T2> the type of the second records
 */
public final class JoinedStreams<T1, T2> {
    private final DataStream<T1> first;
    private final DataStream<T2> second;

    JoinedStreams(DataStream<T1> first, DataStream<T2> second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Names the key of the first records.
     *
     * @param selector finds the key
     * @param <K> the type of the key
     * @return what still needs the key of the second records
     */
    public <K> Where<K> where(KeySelector<T1, K> selector) {
        return where(selector, TypeExtractor.keyType(selector, first.getType()));
    }

    /**
     * Names the key of the first records.
     *
     * @param selector finds the key
     * @param keyType the type of the key
     * @param <K> the type of the key
     * @return what still needs the key of the second records
     */
    public <K> Where<K> where(KeySelector<T1, K> selector, TypeInformation<K> keyType) {
        return new Where<>(new Keying<>(selector, keyType));
    }

    /**
     * What still needs the key of the second records.
     *
     * @param <K> the type of the key
     */
    public final class Where<K> {
        private final Keying<T1, K> firstKeying;

        private Where(Keying<T1, K> firstKeying) {
            this.firstKeying = firstKeying;
        }

        /**
         * Names the key of the second records.
         *
         * @param selector finds the key
         * @return what still needs windows
         */
        public EqualTo<K> equalTo(KeySelector<T2, K> selector) {
            return equalTo(selector, TypeExtractor.keyType(selector, second.getType()));
        }

        /**
         * Names the key of the second records.
         *
         * @param selector finds the key
         * @param keyType the type of the key
         * @return what still needs windows
         */
        public EqualTo<K> equalTo(KeySelector<T2, K> selector, TypeInformation<K> keyType) {
            return new EqualTo<>(firstKeying, new Keying<>(selector, keyType));
        }
    }

    /**
     * What still needs windows.
     *
     * @param <K> the type of the key
     */
    public final class EqualTo<K> {
        private final Keying<T1, K> firstKeying;
        private final Keying<T2, K> secondKeying;

        private EqualTo(Keying<T1, K> firstKeying, Keying<T2, K> secondKeying) {
            this.firstKeying = firstKeying;
            this.secondKeying = secondKeying;
        }

        /**
         * Divides the records of both streams into windows.
         *
         * @param assigner says which windows a record belongs to; it sees tuples of both types of records, one of which is
         *     null
         * @param <W> the type of the windows
         * @return the windows, of which something can be computed
         */
        public <W extends Window> WithWindow<T1, T2, K, W> window(WindowAssigner<? super Tuple2<T1, T2>, W> assigner) {
            return new WithWindow<>(new CoGroupedStreams<>(first, second)
                    .where(firstKeying.selector(), firstKeying.keyType())
                    .equalTo(secondKeying.selector(), secondKeying.keyType())
                    .window(assigner));
        }
    }

    /**
     * Windows of two streams.
     *
     * @param <T1> the type of the first records
     * @param <T2> the type of the second records
     * @param <K> the type of the key
     * @param <W> the type of the windows
     */
    public static final class WithWindow<T1, T2, K, W extends Window> {
        private final CoGroupedStreams.WithWindow<T1, T2, K, W> windows;

        private WithWindow(CoGroupedStreams.WithWindow<T1, T2, K, W> windows) {
            this.windows = windows;
        }

        /**
         * Sets when windows are computed, in place of the default of the assigner.
         *
         * @param trigger the trigger
         * @return this
         */
        public WithWindow<T1, T2, K, W> trigger(Trigger<? super Tuple2<T1, T2>, ? super W> trigger) {
            windows.trigger(trigger);
            return this;
        }

        /**
         * Sets what takes records out of windows.
         *
         * @param evictor the evictor
         * @return this
         */
        public WithWindow<T1, T2, K, W> evictor(Evictor<? super Tuple2<T1, T2>, ? super W> evictor) {
            windows.evictor(evictor);
            return this;
        }

        /**
         * Sets how long windows are kept after their end.
         *
         * @param lateness the time, by event time
         * @return this
         */
        public WithWindow<T1, T2, K, W> allowedLateness(Duration lateness) {
            windows.allowedLateness(lateness);
            return this;
        }

        /**
         * Gives each pair of records of one key and window to a function.
         *
         * @param function the function
         * @param <R> the type of the results
         * @return the results
         */
        public <R> SingleOutputStreamOperator<R> apply(JoinFunction<T1, T2, R> function) {
            return apply(function, windows.typeOf(function, JoinFunction.class));
        }

        /**
         * Gives each pair of records of one key and window to a function.
         *
         * @param function the function
         * @param type the type of the results
         * @param <R> the type of the results
         * @return the results
         */
        public <R> SingleOutputStreamOperator<R> apply(JoinFunction<T1, T2, R> function, TypeInformation<R> type) {
            return windows.process(JoinWindowFunctions.join(function, windows.firstType(), windows.secondType()), type);
        }

        /**
         * Gives each pair of records of one key and window to a function.
         *
         * @param function the function
         * @param <R> the type of the results
         * @return the results
         */
        public <R> SingleOutputStreamOperator<R> apply(FlatJoinFunction<T1, T2, R> function) {
            return apply(function, windows.typeOf(function, FlatJoinFunction.class));
        }

        /**
         * Gives each pair of records of one key and window to a function.
         *
         * @param function the function
         * @param type the type of the results
         * @param <R> the type of the results
         * @return the results
         */
        public <R> SingleOutputStreamOperator<R> apply(FlatJoinFunction<T1, T2, R> function, TypeInformation<R> type) {
            return windows.process(
                    JoinWindowFunctions.flatJoin(function, windows.firstType(), windows.secondType()), type);
        }
    }
}
