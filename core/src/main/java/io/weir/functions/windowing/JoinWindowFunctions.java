package io.weir.functions.windowing;

import io.weir.functions.CoGroupFunction;
import io.weir.functions.Collector;
import io.weir.functions.FlatJoinFunction;
import io.weir.functions.Function;
import io.weir.functions.JoinFunction;
import io.weir.functions.ProcessWindowFunction;
import io.weir.serialization.TypeSerializer;
import io.weir.tuple.Tuple2;
import io.weir.types.TypeInformation;
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
            JoinFunction<A, B, O> function, TypeInformation<A> firstType, TypeInformation<B> secondType) {
        return new Join<>(function, firstType, secondType);
    }

    /** Returns a function that gives each pair of records of a window to another one. */
    public static <A, B, O, K, W extends Window> ProcessWindowFunction<Tuple2<A, B>, O, K, W> flatJoin(
            FlatJoinFunction<A, B, O> function, TypeInformation<A> firstType, TypeInformation<B> secondType) {
        return new FlatJoin<>(function, firstType, secondType);
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

    /** Gives each pair of records to a function: a record of further pairs as a copy, because the pair may be changed. */
    private abstract static class OfPairs<F extends Function, A, B, O, K, W extends Window>
            extends OfBoth<F, A, B, O, K, W> {
        private static final long serialVersionUID = 1L;

        private final TypeInformation<A> firstType;
        private final TypeInformation<B> secondType;

        /** Both are made where the function runs. */
        private transient TypeSerializer<A> firstSerializer;

        private transient TypeSerializer<B> secondSerializer;

        OfPairs(F function, TypeInformation<A> firstType, TypeInformation<B> secondType) {
            super(function);
            this.firstType = firstType;
            this.secondType = secondType;
        }

        abstract void join(A first, B second, Collector<O> out) throws Exception;

        @Override
        final void apply(List<A> first, List<B> second, Collector<O> out) throws Exception {
            if (firstSerializer == null) {
                firstSerializer = firstType.createSerializer();
                secondSerializer = secondType.createSerializer();
            }
            for (int i = 0; i < first.size(); i++) {
                boolean lastOfFirst = i == first.size() - 1;
                for (int j = 0; j < second.size(); j++) {
                    boolean lastOfSecond = j == second.size() - 1;
                    A left = first.get(i);
                    B right = second.get(j);
                    join(
                            lastOfSecond ? left : firstSerializer.copy(left),
                            lastOfFirst ? right : secondSerializer.copy(right),
                            out);
                }
            }
        }
    }

    private static final class Join<A, B, O, K, W extends Window>
            extends OfPairs<JoinFunction<A, B, O>, A, B, O, K, W> {
        private static final long serialVersionUID = 1L;

        Join(JoinFunction<A, B, O> function, TypeInformation<A> firstType, TypeInformation<B> secondType) {
            super(function, firstType, secondType);
        }

        @Override
        void join(A first, B second, Collector<O> out) throws Exception {
            out.collect(wrapped.join(first, second));
        }
    }

    private static final class FlatJoin<A, B, O, K, W extends Window>
            extends OfPairs<FlatJoinFunction<A, B, O>, A, B, O, K, W> {
        private static final long serialVersionUID = 1L;

        FlatJoin(FlatJoinFunction<A, B, O> function, TypeInformation<A> firstType, TypeInformation<B> secondType) {
            super(function, firstType, secondType);
        }

        @Override
        void join(A first, B second, Collector<O> out) throws Exception {
            wrapped.join(first, second, out);
        }
    }
}
