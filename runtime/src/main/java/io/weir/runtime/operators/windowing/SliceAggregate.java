package io.weir.runtime.operators.windowing;

import io.weir.functions.AggregateFunction;
import io.weir.functions.ReduceFunction;
import io.weir.plan.WindowContents;
import io.weir.serialization.TypeSerializer;
import io.weir.state.AggregateOperation;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/**
 * What is kept of the records of a slice or session and a key, and how windows are made of it. The task's thread owns it.
 *
 * @param <T> the type of the records
 * @param <A> the type of what is kept
 * @param <R> the type of the result
 */
abstract class SliceAggregate<T, A, R> {
    private final TypeInformation<A> type;
    private final TypeSerializer<A> serializer;
    private final boolean immutable;

    SliceAggregate(TypeInformation<A> type) {
        this.type = type;
        this.serializer = type.createSerializer();
        this.immutable = serializer.isImmutable();
    }

    /** Returns the type of what is kept. */
    final TypeInformation<A> type() {
        return type;
    }

    /** Returns what is kept after a record was added to what was kept, or to nothing if that is null. */
    abstract A add(A kept, T value) throws Exception;

    /** Returns what is kept of two slices. Both may be changed. */
    abstract A merge(A first, A second) throws Exception;

    /** Returns the result of what is kept, which may be the same object. */
    abstract R result(A kept);

    /** Returns what can be given away although it is kept still. */
    final A copy(A kept) {
        return immutable || kept == null ? kept : serializer.copy(kept);
    }

    /** Merges two accumulators by a function that perhaps was never asked to. */
    static <T, A, R> A merge(AggregateOperation<T, A, R> function, A first, A second) {
        A merged;
        try {
            merged = function.merge(first, second);
        } catch (UnsupportedOperationException e) {
            throw withoutMerge(function, "fails", e);
        }
        if (merged == null) {
            throw withoutMerge(function, "has returned null", null);
        }
        return merged;
    }

    private static WeirException withoutMerge(AggregateOperation<?, ?, ?> function, String what, Exception cause) {
        return new WeirException(
                ErrorCode.INVALID_PROGRAM,
                "merge() of " + function.getClass().getName() + " " + what
                        + ": sliding windows and sessions are made of"
                        + " parts, so it has to make of two accumulators one of the values of both.",
                cause);
    }

    @SuppressWarnings("unchecked") // the kind of contents says what is kept and what the result is
    static <T, R> SliceAggregate<T, Object, R> of(WindowContents<T, R> contents) {
        if (contents instanceof WindowContents.Reduced<?> reduced) {
            var all = (WindowContents.Reduced<T>) reduced;
            return (SliceAggregate<T, Object, R>) (SliceAggregate<T, ?, ?>) new Reducing<>(all);
        }
        return new Aggregating<>((WindowContents.Aggregated<T, Object, R>) contents);
    }

    /** Keeps one record. */
    private static final class Reducing<T> extends SliceAggregate<T, T, T> {
        private final ReduceFunction<T> function;

        Reducing(WindowContents.Reduced<T> contents) {
            super(contents.type());
            this.function = contents.function();
        }

        @Override
        T add(T kept, T value) throws Exception {
            return kept == null ? value : function.reduce(kept, value);
        }

        @Override
        T merge(T first, T second) throws Exception {
            return function.reduce(first, second);
        }

        @Override
        T result(T kept) {
            return kept;
        }
    }

    /** Keeps an accumulator. */
    private static final class Aggregating<T, A, R> extends SliceAggregate<T, A, R> {
        private final AggregateFunction<T, A, R> function;

        Aggregating(WindowContents.Aggregated<T, A, R> contents) {
            super(contents.accumulatorType());
            this.function = contents.function();
        }

        @Override
        A add(A kept, T value) {
            return function.add(value, kept == null ? function.createAccumulator() : kept);
        }

        @Override
        A merge(A first, A second) {
            return merge(function, first, second);
        }

        @Override
        R result(A kept) {
            return function.getResult(kept);
        }
    }
}
