package io.weir.runtime.iteration;

import io.weir.plan.IterationTailTransformation.Role;
import io.weir.runtime.batch.ObjectSolution;
import io.weir.runtime.batch.RecordSource;
import io.weir.runtime.batch.SerializedSolution;
import io.weir.runtime.batch.SolutionKeys;
import io.weir.runtime.batch.SolutionSet;
import io.weir.runtime.batch.SpillableRecords;
import io.weir.runtime.operators.ManagedMemoryUser;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorCounter;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.operators.TwoInputOperator;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.Iterator;

/**
 * Begins a delta iteration: it has the solution set, which others in its slot look into, and gives each superstep the
 * workset that the one before has made, after it has put its delta into the solution set. The result is the solution set.
 * The task's thread owns it.
 *
 * @param <K> the type of the solution set's keys
 * @param <T> the type of the workset
 * @param <S> the type of the solution set
 */
public final class DeltaHeadOperator<K, T, S> extends TwoInputOperator<T, S, T> implements LoopHead {
    /** Which part of its memory is for the solution set; the rest is for the first workset. */
    private static final double OF_SOLUTION = 0.75;

    private final OperatorContext context;
    private final HandedRecords<T> workset;
    private final TypeSerializer<S> copies;
    private final SolutionSet<K, S> solution;
    private boolean handedOver;
    private final Output<S> result;
    private Iterator<T> source;
    private Iterator<S> results;

    private DeltaHeadOperator(OperatorContext context, Spec<K, T, S> spec, Output<T> output) {
        super(output);
        this.context = context;
        double forSolution = spec.onHeap() ? 0 : OF_SOLUTION;
        this.workset = new HandedRecords<>(context, spec.type(), spec.share() * (1 - forSolution));
        this.copies = spec.solution().type().createSerializer();
        this.solution = spec.onHeap()
                ? new ObjectSolution<>(spec.solution())
                : new SerializedSolution<>(
                        spec.solution(),
                        context.managedMemory().budget(spec.share() * forSolution),
                        context.managedMemory().directory(),
                        context.runtimeContext().getUserCodeClassLoader());
        this.result =
                context.sideOutput(BulkHeadOperator.resultTag(spec.solution().type()));
    }

    @Override
    public void open() throws Exception {
        if (context.loop().superstep() == 1) {
            context.loop().slot().put(SolutionSet.NAME, solution);
            handedOver = true;
        }
    }

    @Override
    protected void collectFirst(T value, long timestamp) {
        workset.add(value);
    }

    @Override
    protected void collectSecond(S value, long timestamp) throws Exception {
        solution.put(copies.copy(value));
    }

    @Override
    public void begin(Step step) throws Exception {
        if (step != Step.FIRST) {
            applyDelta();
            workset.take(Role.NEXT.name());
        }
        if (step == Step.RESULT) {
            workset.close();
            results = solution.records();
        } else {
            source = workset.open();
        }
    }

    private void applyDelta() throws Exception {
        try (SpillableRecords<S> delta = HandedRecords.taken(context.loop().slot(), Role.DELTA.name());
                RecordSource<S> records = delta.open()) {
            while (records.hasNext()) {
                solution.put(records.next());
            }
        }
    }

    @Override
    public boolean emit(OutputRoom room) throws Exception {
        return results == null ? HandedRecords.emit(source, output, room) : HandedRecords.emit(results, result, room);
    }

    @Override
    public boolean rest() {
        return true;
    }

    @Override
    public void close() {
        workset.close();
        context.counter(OperatorCounter.SPILLED).add(solution.spilledBytes());
        // Others in the slot may still look into it: whoever lets go of the slot last closes it.
        if (!handedOver) {
            solution.close();
        }
    }

    /**
     * How it is made.
     *
     * @param type the type of the workset
     * @param solution what is known of the records of the solution set
     * @param onHeap whether these are kept as objects
     * @param share which part of the slot's managed memory it may take
     * @param <K> the type of the solution set's keys
     * @param <T> the type of the workset
     * @param <S> the type of the solution set
     */
    public record Spec<K, T, S>(TypeInformation<T> type, SolutionKeys<K, S> solution, boolean onHeap, double share)
            implements ManagedMemoryUser<T, T> {
        private static final long serialVersionUID = 1L;

        @Override
        public Spec<K, T, S> withShare(double newShare) {
            return new Spec<>(type, solution, onHeap, newShare);
        }

        @Override
        public Operator<T, T> create(OperatorContext context, Output<T> output) {
            return new DeltaHeadOperator<>(context, this, output);
        }
    }
}
