package io.weir.runtime.batch;

import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for the data sets that the function of another operator asks for by name, and lets that operator begin when all
 * of them are here. They are kept on the heap; records of the operator's own inputs that come meanwhile, in managed
 * memory and on disk. The task's thread owns it.
 *
 * @param <I> the type of the first input
 * @param <O> the type of the output
 */
public final class BroadcastSetsOperator<I, O> extends Operator<I, O> {
    private final OperatorContext context;
    private final Operator<I, O> operator;
    private final List<String> names;
    private final List<Input<?>> inputs = new ArrayList<>();
    private final List<BroadcastSet> sets = new ArrayList<>();

    /** How many sets are not complete. */
    private int missing;

    private long watermark = Long.MIN_VALUE;

    private BroadcastSetsOperator(OperatorContext context, Spec<I, O> spec, Output<O> output) {
        super(output);
        this.context = context;
        this.operator = spec.operator().create(context, output);
        this.names = spec.names();
        double share = spec.share() / 2 / spec.types().size();
        for (int i = 0; i < spec.types().size(); i++) {
            inputs.add(new Input<>(spec.types().get(i), share, i));
        }
        names.forEach(name -> sets.add(new BroadcastSet()));
        this.missing = names.size();
    }

    @Override
    public Output<?> input(int ordinal) {
        if (ordinal == 0) {
            return this;
        }
        return ordinal == 1 ? inputs.get(1) : sets.get(ordinal - 2);
    }

    @Override
    @SuppressWarnings("unchecked") // the first input has the type of the records
    public void collect(I value, long timestamp) throws Exception {
        ((Input<I>) inputs.get(0)).collect(value, timestamp);
    }

    @Override
    public void inputEnded() throws Exception {
        inputs.get(0).inputEnded();
    }

    @Override
    public void watermark(long timestamp) throws Exception {
        watermark = timestamp;
        if (missing == 0) {
            operator.watermark(timestamp);
        }
    }

    /** Lets the operator begin, with what has come meanwhile. */
    private void begin() throws Exception {
        for (int i = 0; i < names.size(); i++) {
            context.setBroadcastVariable(names.get(i), sets.get(i).records);
        }
        operator.open();
        for (Input<?> input : inputs) {
            input.replay();
        }
        if (watermark > Long.MIN_VALUE) {
            operator.watermark(watermark);
        }
    }

    @Override
    public void finish() throws Exception {
        operator.finish();
    }

    @Override
    public void close() throws Exception {
        try {
            operator.close();
        } finally {
            for (Input<?> input : inputs) {
                input.kept.close();
                context.counter(Sorters.SPILLED).add(input.kept.spilledBytes());
            }
        }
    }

    /** One of the inputs that the operator takes record by record. */
    private final class Input<T> extends Output<T> {
        private final SpillableRecords<T> kept;
        private final int ordinal;
        private Output<T> target;
        private boolean ended;

        Input(TypeInformation<T> type, double share, int ordinal) {
            this.kept = new SpillableRecords<>(
                    RecordFormat.of(context, type), context.managedMemory().budget(share));
            this.ordinal = ordinal;
        }

        @Override
        public void collect(T value, long timestamp) throws Exception {
            if (target == null) {
                kept.add(value);
            } else {
                target.collect(value, timestamp);
            }
        }

        @SuppressWarnings("unchecked") // the input of the operator that this one stands for
        void replay() throws Exception {
            target = (Output<T>) operator.input(ordinal);
            try (RecordSource<T> records = kept.open()) {
                while (records.hasNext()) {
                    target.collect(records.next(), NO_TIMESTAMP);
                }
            }
            kept.clear();
            if (ended) {
                target.inputEnded();
            }
        }

        @Override
        public void inputEnded() throws Exception {
            ended = true;
            if (target != null) {
                target.inputEnded();
            }
        }

        @Override
        public void watermark(long timestamp) {
            throw new IllegalStateException("Watermarks come by the first input");
        }

        @Override
        public void idle(boolean idle) {
            throw new IllegalStateException("Idleness comes by the first input");
        }
    }

    /** A data set that the function asks for. */
    private final class BroadcastSet extends Output<Object> {
        private final List<Object> records = new ArrayList<>();

        @Override
        public void collect(Object value, long timestamp) {
            records.add(value);
        }

        @Override
        public void inputEnded() throws Exception {
            missing--;
            if (missing == 0) {
                begin();
            }
        }

        @Override
        public void watermark(long timestamp) {
            throw new IllegalStateException("Watermarks come by the first input");
        }

        @Override
        public void idle(boolean idle) {
            throw new IllegalStateException("Idleness comes by the first input");
        }
    }

    /**
     * How it is made.
     *
     * @param operator the operator that waits
     * @param names the names of the sets, in the order of the inputs behind the first two
     * @param types the types of the inputs that the operator takes record by record
     * @param share which part of the slot's managed memory it may take; half of it is the operator's
     * @param <I> the type of the first input
     * @param <O> the type of the output
     */
    public record Spec<I, O>(
            OperatorSpec<I, O> operator, List<String> names, List<TypeInformation<?>> types, double share)
            implements ManagedMemoryUser<I, O> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<I, O> withShare(double newShare) {
            OperatorSpec<I, O> own =
                    operator instanceof ManagedMemoryUser<I, O> user ? user.withShare(newShare / 2) : operator;
            return new Spec<>(own, names, types, newShare);
        }

        @Override
        public Operator<I, O> create(OperatorContext context, Output<O> output) {
            return new BroadcastSetsOperator<>(context, this, output);
        }
    }
}
