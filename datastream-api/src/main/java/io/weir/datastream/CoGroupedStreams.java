package io.weir.datastream;

import io.weir.execution.KeyedOperations;
import io.weir.execution.WindowJoins;
import io.weir.execution.WindowOperations;
import io.weir.functions.CoGroupFunction;
import io.weir.functions.Function;
import io.weir.functions.KeySelector;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.windowing.JoinWindowFunctions;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;
import io.weir.windowing.assigners.WindowAssigner;
import io.weir.windowing.evictors.Evictor;
import io.weir.windowing.triggers.Trigger;
import io.weir.windowing.windows.Window;
import java.time.Duration;

/**
 * Two streams whose records are grouped together when their keys are equal and they are in one window. The thread that builds the
 * program owns it.
 *
 * @param <T1> the type of the first records
 * @param <T2> the type of the second records
 */
public final class CoGroupedStreams<T1, T2> {
    private final DataStream<T1> first;
    private final DataStream<T2> second;

    CoGroupedStreams(DataStream<T1> first, DataStream<T2> second) {
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
            return new WithWindow<>(first, second, WindowJoins.keying(firstKeying, secondKeying), assigner);
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
        private final DataStream<T1> first;
        private final DataStream<T2> second;
        private final Keying<Tuple2<T1, T2>, K> keying;
        private final WindowSettings<Tuple2<T1, T2>, W> windows;

        private WithWindow(
                DataStream<T1> first,
                DataStream<T2> second,
                Keying<Tuple2<T1, T2>, K> keying,
                WindowAssigner<? super Tuple2<T1, T2>, W> assigner) {
            first.getExecutionEnvironment().requireOwn(second);
            this.first = first;
            this.second = second;
            this.keying = keying;
            this.windows = new WindowSettings<>(assigner);
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
         * Gives all records of one key and window to a function.
         *
         * @param function the function
         * @param <R> the type of the results
         * @return the results
         */
        public <R> SingleOutputStreamOperator<R> apply(CoGroupFunction<T1, T2, R> function) {
            return apply(function, typeOf(function, CoGroupFunction.class));
        }

        /**
         * Gives all records of one key and window to a function.
         *
         * @param function the function
         * @param type the type of the results
         * @param <R> the type of the results
         * @return the results
         */
        public <R> SingleOutputStreamOperator<R> apply(CoGroupFunction<T1, T2, R> function, TypeInformation<R> type) {
            return process(JoinWindowFunctions.coGroup(function), type);
        }

        TypeInformation<T1> firstType() {
            return first.getType();
        }

        TypeInformation<T2> secondType() {
            return second.getType();
        }

        <R> TypeInformation<R> typeOf(Function function, Class<? extends Function> role) {
            return TypeExtractor.resultType(function, role, 2, first.getType(), second.getType());
        }

        <R> SingleOutputStreamOperator<R> process(
                ProcessWindowFunction<Tuple2<T1, T2>, R, K, W> function, TypeInformation<R> type) {
            Transformation<Tuple2<T1, T2>> both =
                    WindowJoins.union(first.program(), first.getTransformation(), second.getTransformation());
            Transformation<Tuple2<T1, T2>> keyed =
                    KeyedOperations.partitionByKey(first.program(), both, keying, "equalTo()");
            return first.operator(new WindowOperations<>(first.program(), keyed, keying, windows.windowing())
                    .process(function, type));
        }
    }
}
