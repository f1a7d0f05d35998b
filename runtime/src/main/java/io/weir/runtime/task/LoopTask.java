package io.weir.runtime.task;

import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.iteration.SuperstepReport;
import io.weir.runtime.network.Barriers;
import io.weir.runtime.network.RecordReader;
import io.weir.runtime.network.Superstep;
import io.weir.runtime.operators.ChainInput;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.LoopPlace;
import io.weir.runtime.operators.LoopSlot;
import io.weir.runtime.operators.LoopSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The part of a task in an iteration. It drives the chain from superstep to superstep: at the end of one the operators
 * finish, which tells the tasks behind them, and the JobManager is told what they report; at the beginning of the next there
 * are new operators, beside those that keep what does not change.
 *
 * <p>The task's thread owns it. Life: that of the chain.
 */
abstract class LoopTask implements ChainInput, Barriers, AutoCloseable {
    /** A JobManager that takes over may miss the reports of the superstep at hand and of the one before. */
    private static final int REPEATED = 2;

    final LoopSpec spec;
    final LoopPlace place;
    private final TaskContext context;
    private final TaskExchanges exchanges;
    private final Deque<SuperstepEnd> sent = new ArrayDeque<>();
    private OperatorChain chain;
    private TaskCheckpoints checkpoints;
    private RecordReader<Object> reader;

    /**
     * Creates it.
     *
     * @param parts what it takes of its task
     */
    LoopTask(Parts parts) {
        this.spec = parts.spec();
        this.context = parts.context();
        this.place = context.loop();
        this.exchanges = parts.exchanges();
    }

    /** What it takes of its task. */
    record Parts(LoopSpec spec, TaskContext context, TaskExchanges exchanges) {}

    /** Makes it for a chain that is part of an iteration. */
    static LoopTask create(ChainSpec chain, TaskContext context, TaskExchanges exchanges) {
        Parts parts = new Parts(chain.loop(), context, exchanges);
        return chain.loop().head() ? new LoopHeadTask(parts) : new LoopMemberTask(parts, chain.inputs());
    }

    /** Returns what the operators of a task know of the iteration that it is part of. */
    static LoopPlace placeOf(ChainSpec chain, TaskEnvironment environment, ExecutionId task) {
        LoopSpec spec = chain.loop();
        int kept = spec.inputs().indexOf(LoopSpec.InputKind.KEPT);
        LoopSlot slot = environment.loops().acquire(task.job().toString(), spec.id(), task.subtask());
        return new LoopPlace(
                slot,
                spec.aggregators(),
                kept < 0 || spec.head() ? -1 : chain.inputs().get(kept).ordinal());
    }

    /**
     * Takes the chain, before it is opened, and connects its inputs.
     *
     * @param operators the chain
     * @param ofTask takes what matters for checkpoints
     * @param connect makes what reads the inputs
     * @return this, which drives the chain
     */
    final LoopTask drive(OperatorChain operators, TaskCheckpoints ofTask, Inputs connect) {
        chain = operators;
        checkpoints = ofTask;
        reader = connect.open(this::head, this);
        return this;
    }

    /** Connects the inputs of the task. */
    @FunctionalInterface
    interface Inputs {
        /** Makes what reads them. */
        RecordReader<Object> open(IntFunction<Output<Object>> heads, Barriers barriers);
    }

    /** Returns what takes the records of one of the chain's inputs. */
    abstract Output<Object> head(int input);

    /** Takes what all tasks have reported. */
    abstract void superstepEnded(int superstep, List<byte[]> reports) throws Exception;

    final OperatorChain chain() {
        return chain;
    }

    final RecordReader<Object> reader() {
        return reader;
    }

    final TaskContext context() {
        return context;
    }

    final TaskExchanges exchanges() {
        return exchanges;
    }

    @Override
    public final void barrier(int channel, CheckpointTrigger trigger) throws Exception {
        checkpoints.barrier(channel, trigger);
    }

    @Override
    public void ended(int channel) throws Exception {
        checkpoints.ended(channel);
    }

    /** Begins a superstep; the operators of the first are there already. */
    final void begin(int superstep, byte[] aggregates) throws Exception {
        if (superstep > 1) {
            @SuppressWarnings("unchecked") // written by the head
            Map<String, Serializable> values =
                    ObjectCodec.deserialize(aggregates, context.environment().userClassLoader(), HashMap.class);
            place.begin(superstep, values);
            place.resetAggregators();
            chain.renew();
        }
        tell(new Superstep(superstep, false, aggregates));
    }

    /** Ends the superstep. */
    final void end() throws Exception {
        chain.finish();
        tell(new Superstep(place.superstep(), true, new byte[0]));
        chain.rest();
        SuperstepReport report = new SuperstepReport(place.continuing(), place.aggregates());
        SuperstepEnd end = new SuperstepEnd(
                spec.id(), place.superstep(), spec.tasks(), spec.head(), ObjectCodec.serialize(report));
        if (sent.size() == REPEATED) {
            sent.remove();
        }
        sent.add(end);
        tell(end);
    }

    /** Tells the tasks behind this one in the iteration. */
    private void tell(Superstep border) {
        for (int i = 0; i < exchanges.writers().size(); i++) {
            if (!spec.resultExchanges().contains(i)) {
                exchanges.writers().get(i).superstep(border);
            }
        }
    }

    /** Another JobManager goes on with the task. */
    final void takenOver() {
        sent.forEach(this::tell);
    }

    private void tell(SuperstepEnd end) {
        context.environment().listener().superstepEnded(context.spec().execution(), end);
    }

    @Override
    public void close() {
        place.slot().release();
    }
}
