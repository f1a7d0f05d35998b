package io.weir.functions.windowing;

import io.weir.functions.CoGroupFunction;
import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.Function;
import io.weir.functions.JoinFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.tuple.Tuple2;
import io.weir.windowing.windows.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes functions of windows of those that join two streams. The records of both streams are the fields of tuples whose
 * other field is null. Stateless.
 */
public final class JoinWindowFunctions {
    private JoinWindowFunctions() {}

    /** Returns a function that gives all records of a window to another one. */
    public static <A, B, O, K, W extends Window> ProcessWindowFunction<Tuple2<A, B>, O, K, W> coGroup(
            CoGroupFunction<A, B, O> function) {
        return new CoGroup<>(function);
    }

    /** Returns a function that gives each pair of records of a window to another one. */
    public static <A, B, O, K, W extends Window> ProcessWindowFunction<Tuple2<A, B>, O, K, W> join(
            JoinFunction<A, B, O> function) {
        return new Join<>(function);
    }

    /** Returns a function that gives each pair of records of a window to another one. */
    public static <A, B, O, K, W extends Window> ProcessWindowFunction<Tuple2<A, B>, O, K, W> flatJoin(
            FlatJoinFunction<A, B, O> function) {
        return new FlatJoin<>(function);
    }

    /** Tells the records of both streams apart. */
    private abstract static class OfBoth<F extends Function, A, B, O, K, W extends Window>
            extends WrappingWindowFunction<F, Tuple2<A, B>, O, K, W> {
        private static final long serialVersionUID = 1L;

        OfBoth(F function) {
            super(function);
        }

        abstract void apply(List<A> first, List<B> second, Collector<O> out) throws Exception;

        @Override
        public final void process(K key, Context context, Iterable<Tuple2<A, B>> elements, Collector<O> out)
                throws Exception {
            List<A> first = new ArrayList<>();
            List<B> second = new ArrayList<>();
            for (Tuple2<A, B> element : elements) {
                if (element.f0 != null) {
                    first.add(element.f0);
                } else {
                    second.add(element.f1);
                }
            }
            apply(first, second, out);
        }
    }

    private static final class CoGroup<A, B, O, K, W extends Window>
            extends OfBoth<CoGroupFunction<A, B, O>, A, B, O, K, W> {
        private static final long serialVersionUID = 1L;

        CoGroup(CoGroupFunction<A, B, O> function) {
            super(function);
        }

        @Override
        void apply(List<A> first, List<B> second, Collector<O> out) throws Exception {
            wrapped.coGroup(first, second, out);
        }
    }

    private static final class Join<A, B, O, K, W extends Window> extends OfBoth<JoinFunction<A, B, O>, A, B, O, K, W> {
        private static final long serialVersionUID = 1L;

        Join(JoinFunction<A, B, O> function) {
            super(function);
        }

        @Override
        void apply(List<A> first, List<B> second, Collector<O> out) throws Exception {
            for (A left : first) {
                for (B right : second) {
                    out.collect(wrapped.join(left, right));
                }
            }
        }
    }

    private static final class FlatJoin<A, B, O, K, W extends Window>
            extends OfBoth<FlatJoinFunction<A, B, O>, A, B, O, K, W> {
        private static final long serialVersionUID = 1L;

        FlatJoin(FlatJoinFunction<A, B, O> function) {
            super(function);
        }

        @Override
        void apply(List<A> first, List<B> second, Collector<O> out) throws Exception {
            for (A left : first) {
                for (B right : second) {
                    wrapped.join(left, right, out);
                }
            }
        }
    }
}
