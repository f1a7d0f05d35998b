package io.weir.runtime.batch;

import io.weir.functions.Function;
import io.weir.plan.CoKeying;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.TwoInputOperator;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;

/**
 * Sorts two inputs by their keys, if they do not come so, and at the end of both gives the records of each key to a function. It takes its inputs
 * as they come, so that none of them ever waits for the other. The task's thread owns it.
 *
 * @param <F> the function
 * @param <K> the type of the keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
abstract class SortedPairsOperator<F extends Function, K, A, B, O> extends TwoInputOperator<A, B, O> {
    final F function;
    final TimestampedCollector<O> collector;
    final OperatorContext context;

    private final CoKeying<K, A, B> keying;
    private final SortedInput<A> first;
    private final SortedInput<B> second;
    private boolean opened;

    /**
     * Creates it.
     *
     * @param share which part of the slot's managed memory it may take; each input gets half of it
     */
    SortedPairsOperator(OperatorContext context, F function, Inputs<K, A, B> inputs, double share, Output<O> output) {
        super(output);
        this.context = context;
        this.function = function;
        this.collector = new TimestampedCollector<>(output);
        this.keying = inputs.keying();
        this.first = Sorters.input(
                context,
                inputs.first(),
                SortedPairs.byFirst(keying),
                inputs.inOrder().first(),
                share / 2);
        this.second = Sorters.input(
                context,
                inputs.second(),
                SortedPairs.bySecond(keying),
                inputs.inOrder().second(),
                share / 2);
    }

    /**
     * The inputs.
     *
     * @param first the type of the first
     * @param second the type of the second
     * @param keying how the keys are found
     * @param inOrder which of them come in the order of their keys
     */
    record Inputs<K, A, B>(
            TypeInformation<A> first, TypeInformation<B> second, CoKeying<K, A, B> keying, PairsInOrder inOrder) {}

    /** Gives the records of a key to the function. */
    abstract void call(SortedPairs<K, A, B> pair) throws Exception;

    @Override
    public void open() throws Exception {
        opened = true;
        UserCode.open(function, context);
    }

    @Override
    protected void collectFirst(A value, long timestamp) {
        first.add(value);
    }

    @Override
    protected void collectSecond(B value, long timestamp) {
        second.add(value);
    }

    @Override
    public void finish() throws Exception {
        SortedPairs<K, A, B> pairs = new SortedPairs<>(first.sorted(), second.sorted(), keying);
        try {
            while (pairs.next()) {
                call(pairs);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            if (opened) {
                opened = false;
                UserCode.close(function, context);
            }
        } finally {
            Sorters.close(context, first);
            Sorters.close(context, second);
        }
    }
}
