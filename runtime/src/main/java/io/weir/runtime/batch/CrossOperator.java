package io.weir.runtime.batch;

import io.weir.functions.CrossFunction;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TwoInputOperator;
import io.weir.runtime.operators.UserCode;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each pair of a record of one input and a record of the other to a function. One input is broadcast and kept; the
 * other goes past it in blocks. The task's thread owns it.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the type of the output
 */
public final class CrossOperator<A, B, O> extends TwoInputOperator<A, B, O> {
    /** So many records go past the kept ones at once. */
    private static final int BLOCK = 1 << 10;

    private final OperatorContext context;
    private final CrossFunction<A, B, O> function;
    private final TypeSerializer<A> firstCopies;
    private final TypeSerializer<B> secondCopies;
    private final SpillableRecords<A> first;
    private final SpillableRecords<B> second;
    private final boolean keepsFirst;
    private final List<A> firstBlock = new ArrayList<>();
    private final List<B> secondBlock = new ArrayList<>();

    /** Whether all records of the broadcast input are here. */
    private boolean complete;

    private boolean opened;

    private CrossOperator(OperatorContext context, Spec<A, B, O> spec, Output<O> output) {
        super(output);
        this.context = context;
        this.function = spec.function();
        this.firstCopies = spec.first().createSerializer();
        this.secondCopies = spec.second().createSerializer();
        this.keepsFirst = spec.keepsFirst();
        double half = spec.share() / 2;
        this.first = new SpillableRecords<>(
                RecordFormat.of(context, spec.first()), context.managedMemory().budget(half));
        this.second = new SpillableRecords<>(
                RecordFormat.of(context, spec.second()), context.managedMemory().budget(half));
    }

    @Override
    public void open() throws Exception {
        opened = true;
        UserCode.open(function, context);
    }

    @Override
    protected void collectFirst(A value, long timestamp) throws Exception {
        if (keepsFirst || !complete) {
            first.add(value);
        } else {
            passFirst(value);
        }
    }

    @Override
    protected void collectSecond(B value, long timestamp) throws Exception {
        if (!keepsFirst || !complete) {
            second.add(value);
        } else {
            passSecond(value);
        }
    }

    @Override
    protected void endFirst() throws Exception {
        if (keepsFirst) {
            complete = true;
            try (RecordSource<B> waiting = second.open()) {
                while (waiting.hasNext()) {
                    passSecond(waiting.next());
                }
            }
            second.clear();
        }
    }

    @Override
    protected void endSecond() throws Exception {
        if (!keepsFirst) {
            complete = true;
            try (RecordSource<A> waiting = first.open()) {
                while (waiting.hasNext()) {
                    passFirst(waiting.next());
                }
            }
            first.clear();
        }
    }

    private void passFirst(A value) throws Exception {
        firstBlock.add(firstCopies.copy(value));
        if (firstBlock.size() == BLOCK) {
            crossBlock();
        }
    }

    private void passSecond(B value) throws Exception {
        secondBlock.add(secondCopies.copy(value));
        if (secondBlock.size() == BLOCK) {
            crossBlock();
        }
    }

    @Override
    public void finish() throws Exception {
        crossBlock();
    }

    private void crossBlock() throws Exception {
        if (!firstBlock.isEmpty()) {
            try (RecordSource<B> kept = second.open()) {
                while (kept.hasNext()) {
                    B other = kept.next();
                    for (A one : firstBlock) {
                        cross(one, other);
                    }
                }
            }
            firstBlock.clear();
        }
        if (!secondBlock.isEmpty()) {
            try (RecordSource<A> kept = first.open()) {
                while (kept.hasNext()) {
                    A one = kept.next();
                    for (B other : secondBlock) {
                        cross(one, other);
                    }
                }
            }
            secondBlock.clear();
        }
    }

    /** The function may change and emit what it gets, and each record is in many pairs. */
    private void cross(A one, B other) throws Exception {
        O result;
        try {
            result = function.cross(firstCopies.copy(one), secondCopies.copy(other));
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
        output.collect(result, Output.NO_TIMESTAMP);
    }

    @Override
    public void close() throws Exception {
        try {
            if (opened) {
                opened = false;
                UserCode.close(function, context);
            }
        } finally {
            first.close();
            second.close();
            context.counter(Sorters.SPILLED).add(first.spilledBytes() + second.spilledBytes());
        }
    }

    /**
     * How it is made.
     *
     * @param function the user's function
     * @param first the type of the first input
     * @param second the type of the second input
     * @param keepsFirst whether the first input is the one that is broadcast, else the second
     * @param share which part of the slot's managed memory it may take
     * @param <A> the type of the first input
     * @param <B> the type of the second input
     * @param <O> the type of the output
     */
    public record Spec<A, B, O>(
            CrossFunction<A, B, O> function,
            TypeInformation<A> first,
            TypeInformation<B> second,
            boolean keepsFirst,
            double share)
            implements ManagedMemoryUser<A, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<A, B, O> withShare(double newShare) {
            return new Spec<>(function, first, second, keepsFirst, newShare);
        }

        @Override
        public Operator<A, O> create(OperatorContext context, Output<O> output) {
            return new CrossOperator<>(context, this, output);
        }
    }
}
