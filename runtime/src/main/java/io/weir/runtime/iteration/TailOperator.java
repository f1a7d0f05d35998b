package io.weir.runtime.iteration;

import io.weir.plan.IterationTailTransformation.Role;
import io.weir.runtime.batch.RecordFormat;
import io.weir.runtime.batch.SpillableRecords;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.Output;
import io.weir.types.TypeInformation;

/**
 * Ends a superstep: what it has made is handed over to the iteration's head, in the same slot. There is another one in
 * each superstep. The task's thread owns it.
 *
 * @param <T> the type of the records
 */
public final class TailOperator<T> extends Operator<T, T> {
    private final OperatorContext context;
    private final Role role;
    private long count;

    /** Null if records are counted only, or were handed over. */
    private SpillableRecords<T> records;

    private TailOperator(OperatorContext context, Spec<T> spec, Output<T> output) {
        super(output);
        this.context = context;
        this.role = spec.role();
        this.records = role == Role.TERMINATION
                ? null
                : new SpillableRecords<>(
                        RecordFormat.of(context, spec.type()),
                        context.managedMemory().budget(spec.share()));
    }

    @Override
    public void collect(T value, long timestamp) {
        count++;
        if (records != null) {
            records.add(value);
        }
    }

    @Override
    public void finish() throws Exception {
        if (role.endsWhenEmpty()) {
            context.loop().addContinuing(count);
        }
        if (records != null) {
            String name = role == Role.DELTA ? Role.DELTA.name() : Role.NEXT.name();
            context.loop().slot().put(name, records);
            records = null;
        }
    }

    @Override
    public void close() {
        if (records != null) {
            records.close();
        }
    }

    /**
     * How it is made.
     *
     * @param role what becomes of the records
     * @param type the type of the records
     * @param share which part of the slot's managed memory it may take
     * @param <T> the type of the records
     */
    public record Spec<T>(Role role, TypeInformation<T> type, double share) implements ManagedMemoryUser<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<T> withShare(double newShare) {
            return new Spec<>(role, type, newShare);
        }

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new TailOperator<>(context, this, output);
        }
    }
}
