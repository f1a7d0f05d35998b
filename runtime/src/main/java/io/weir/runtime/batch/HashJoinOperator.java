package io.weir.runtime.batch;

import io.weir.functions.FlatJoinFunction;
import io.weir.plan.CoKeying;
import io.weir.plan.FieldKeys;
import io.weir.plan.JoinType;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.TwoInputOperator;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;

/**
 * Gives each pair of records with equal keys of two inputs to a function: one input is hashed, and the other looks for its
 * matches as it comes. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class HashJoinOperator<K, A, B, O> extends TwoInputOperator<A, B, O> {
    private final OperatorContext context;
    private final FlatJoinFunction<A, B, O> function;

    /** The join if the first input is hashed, else null. */
    private final HashJoin<K, A, B, O> firstHashed;

    /** The join if the second input is hashed, else null. */
    private final HashJoin<K, B, A, O> secondHashed;

    /** Whether records that look for matches are to wait until the hashed input has ended. */
    private boolean probeWaits;

    private boolean opened;

    private HashJoinOperator(OperatorContext context, Spec<K, A, B, O> spec, Output<O> output) {
        super(output);
        this.context = context;
        this.function = spec.function();
        this.probeWaits = spec.probeWaits();
        TimestampedCollector<O> collector = new TimestampedCollector<>(output);
        RecordFormat<A> first = RecordFormat.of(context, spec.first());
        RecordFormat<B> second = RecordFormat.of(context, spec.second());
        CoKeying<K, A, B> keying = FieldKeys.bare(spec.keying());
        if (spec.hashesFirst()) {
            this.firstHashed = new HashJoin<>(
                    new HashJoin.Work<>(keying, spec.joinType(), function, first, second),
                    collector,
                    context.managedMemory(),
                    spec.share());
            this.secondHashed = null;
        } else {
            this.firstHashed = null;
            this.secondHashed = new HashJoin<>(
                    new HashJoin.Work<>(
                            keying.mirrored(),
                            spec.joinType().mirrored(),
                            (other, one, out) -> function.join(one, other, out),
                            second,
                            first),
                    collector,
                    context.managedMemory(),
                    spec.share());
        }
    }

    @Override
    public void open() throws Exception {
        opened = true;
        UserCode.open(function, context);
    }

    @Override
    protected void collectFirst(A value, long timestamp) throws Exception {
        try {
            if (firstHashed != null) {
                firstHashed.build(value);
            } else {
                secondHashed.probe(value);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    protected void collectSecond(B value, long timestamp) throws Exception {
        try {
            if (firstHashed != null) {
                firstHashed.probe(value);
            } else {
                secondHashed.build(value);
            }
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void expect(Object[] values, int from, int to) {
        if (secondHashed != null) {
            secondHashed.expect(values, from, to);
        }
    }

    @Override
    protected void expectSecond(Object[] values, int from, int to) {
        if (firstHashed != null) {
            firstHashed.expect(values, from, to);
        }
    }

    @Override
    protected void endFirst() throws Exception {
        if (firstHashed != null) {
            end(firstHashed);
        }
    }

    @Override
    protected void endSecond() throws Exception {
        if (secondHashed != null) {
            end(secondHashed);
        }
    }

    @Override
    protected boolean firstWaits() {
        return probeWaits && secondHashed != null;
    }

    @Override
    protected boolean secondWaits() {
        return probeWaits && firstHashed != null;
    }

    private void end(HashJoin<K, ?, ?, O> join) throws Exception {
        probeWaits = false;
        try {
            join.endBuild();
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    private HashJoin<K, ?, ?, O> join() {
        return firstHashed != null ? firstHashed : secondHashed;
    }

    private boolean isKept() {
        return context.loop() != null
                && context.loop().keptInput() == (firstHashed != null ? 0 : 1)
                && join().isReusable();
    }

    @Override
    public boolean rest() throws Exception {
        if (!isKept()) {
            return false;
        }
        opened = false;
        UserCode.close(function, context);
        return true;
    }

    @Override
    public void finish() throws Exception {
        if (isKept()) {
            return; // nothing waits
        }
        try {
            join().finish();
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
            HashJoin<K, ?, ?, O> join = join();
            join.close();
            context.counter(Sorters.SPILLED).add(join.spilledBytes());
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the keys are found
     * @param joinType what becomes of records without a match
     * @param function the user's function
     * @param first the type of the first input
     * @param second the type of the second input
     * @param hashesFirst whether the first input is hashed, else the second
     * @param probeWaits whether the other input is to wait until the hashed one has ended; nothing that the hashed one comes from
     *     may then depend on the other being taken
     * @param share which part of the slot's managed memory it may take
     * @param <K> the type of the keys
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<K, A, B, O>(
            CoKeying<K, A, B> keying,
            JoinType joinType,
            FlatJoinFunction<A, B, O> function,
            TypeInformation<A> first,
            TypeInformation<B> second,
            boolean hashesFirst,
            boolean probeWaits,
            double share)
            implements ManagedMemoryUser<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, A, B, O> withShare(double newShare) {
            return new Spec<>(keying, joinType, function, first, second, hashesFirst, probeWaits, newShare);
        }

        /** Returns the same with an input that waits. */
        public Spec<K, A, B, O> withProbeWaiting() {
            return hashing(hashesFirst);
        }

        /**
         * Returns the same with an input that is hashed, and another that waits.
         *
         * @param hashed whether the first input is hashed, else the second
         */
        Spec<K, A, B, O> hashing(boolean hashed) {
            return new Spec<>(keying, joinType, function, first, second, hashed, true, share);
        }

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new HashJoinOperator<>(context, this, output);
        }
    }
}
