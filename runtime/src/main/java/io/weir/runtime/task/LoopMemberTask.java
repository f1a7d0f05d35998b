package io.weir.runtime.task;

import io.weir.runtime.batch.RecordFormat;
import io.weir.runtime.batch.RecordSource;
import io.weir.runtime.batch.SpillableRecords;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.Superstep;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.LoopSpec.InputKind;
import io.weir.runtime.operators.Output;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayList;
import java.util.List;

/**
 * A task in the middle of an iteration or at its end. A superstep begins when all channels say so that change from one to
 * the next: then the operator first gets again what stays the same, unless it has kept that. The superstep ends when all
 * these channels say so, and the first one not before the other channels have come to their end. The task's thread owns it.
 */
final class LoopMemberTask extends LoopTask {
    private static final int AT_ONCE = 1024;

    private final List<ChainSpec.Input> inputs;
    private final List<Repeated> repeated = new ArrayList<>();

    /** By channel, the input that it belongs to. */
    private final List<Integer> inputsOfChannels = new ArrayList<>();

    /** By input of the operator, how many channels have more records in the superstep at hand. */
    private final int[] open;

    private final int changingChannels;
    private int begun;
    private int openChannels;

    /** Whether what stays the same is being given to the operator. */
    private boolean repeating;

    /** Whether the superstep at hand has ended. */
    private boolean ended;

    private RecordSource<Object> source;
    private int next;

    LoopMemberTask(Parts parts, List<ChainSpec.Input> inputs) {
        super(parts);
        this.inputs = inputs;
        this.open = new int
                [1 + inputs.stream().mapToInt(ChainSpec.Input::ordinal).max().orElseThrow()];
        for (int i = 0; i < inputs.size(); i++) {
            int channels = context().spec().inputs().get(i).channels().size();
            for (int channel = 0; channel < channels; channel++) {
                inputsOfChannels.add(i);
            }
        }
        this.changingChannels =
                (int) inputsOfChannels.stream().filter(this::isChanging).count();
        inputsOfChannels.forEach(this::expect);
    }

    private boolean isChanging(int input) {
        return spec.inputs().get(input) == InputKind.CHANGING;
    }

    private void expect(int input) {
        open[inputs.get(input).ordinal()]++;
        openChannels++;
    }

    @Override
    Output<Object> head(int input) {
        if (isChanging(input)) {
            return new ToChain(inputs.get(input).ordinal());
        }
        Repeated records = new Repeated(inputs.get(input));
        repeated.add(records);
        return records;
    }

    @Override
    public void ended(int channel) throws Exception {
        super.ended(channel);
        int input = inputsOfChannels.get(channel);
        if (!isChanging(input)) {
            endOf(input);
        }
    }

    /** One channel has no more records in this superstep. */
    private void endOf(int input) throws Exception {
        openChannels--;
        int ordinal = inputs.get(input).ordinal();
        open[ordinal]--;
        if (open[ordinal] == 0) {
            chain().head(ordinal).inputEnded();
        }
    }

    @Override
    public void superstep(int channel, Frame frame) throws Exception {
        Superstep border = (Superstep) frame;
        if (border.end()) {
            endOf(inputsOfChannels.get(channel));
            return;
        }
        // No record of the superstep before all have begun it: only then is all there that it works with.
        exchanges().gate().block(channel);
        begun++;
        if (begun == changingChannels) {
            begun = 0;
            begin(border);
        }
    }

    private void begin(Superstep border) throws Exception {
        begin(border.number(), border.aggregates());
        if (border.number() > 1) {
            inputsOfChannels.stream().filter(this::isChanging).forEach(this::expect);
            repeating = true;
            ended = false;
        } else {
            exchanges().gate().unblock();
        }
    }

    @Override
    public boolean step() throws Exception {
        if (repeating) {
            repeat();
            return true;
        }
        if (!isEnding()) {
            return reader().step();
        }
        ended = true;
        end();
        return true;
    }

    private boolean isEnding() {
        return openChannels == 0 && !ended;
    }

    /** Gives some of the records to the operator that stay the same; the last of them begin the superstep proper. */
    private void repeat() throws Exception {
        if (next == repeated.size()) {
            next = 0;
            repeating = false;
            exchanges().gate().unblock();
            return;
        }
        Repeated input = repeated.get(next);
        if (input.ordinal == place.keptInput() && chain().goesOn()) {
            next++;
            return;
        }
        if (source == null) {
            source = input.records.open();
        }
        Output<Object> to = chain().head(input.ordinal);
        for (int i = 0; i < AT_ONCE && !context().outputRoom().isStepOver() && source.hasNext(); i++) {
            to.collect(source.next(), Output.NO_TIMESTAMP);
        }
        if (!source.hasNext()) {
            source.close();
            source = null;
            next++;
            boolean last =
                    repeated.subList(next, repeated.size()).stream().noneMatch(other -> other.ordinal == input.ordinal);
            if (last && open[input.ordinal] == 0) {
                to.inputEnded();
            }
        }
    }

    @Override
    public boolean hasWork() {
        return repeating || isEnding() || reader().hasWork();
    }

    @Override
    public boolean isFinished() {
        return reader().isFinished();
    }

    @Override
    void superstepEnded(int superstep, List<byte[]> reports) {
        throw new IllegalStateException("Only heads wait for reports");
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
        repeated.forEach(input -> input.records.close());
        super.close();
    }

    /** Leads to the first operator of the superstep at hand, which learns elsewhere that an input has ended. */
    private class ToChain extends Output<Object> {
        final int ordinal;

        ToChain(int ordinal) {
            this.ordinal = ordinal;
        }

        @Override
        public void collect(Object value, long timestamp) throws Exception {
            chain().head(ordinal).collect(value, timestamp);
        }

        @Override
        public void watermark(long timestamp) {
            // Event time ends with the iteration.
        }

        @Override
        public void idle(boolean idle) {
            // Event time ends with the iteration.
        }
    }

    /** Keeps the records of an input, which are given to the first operator again in each superstep. */
    private final class Repeated extends ToChain {
        final SpillableRecords<Object> records;

        @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
        Repeated(ChainSpec.Input input) {
            super(input.ordinal());
            ManagedMemory memory = context().environment().managedMemory();
            this.records = new SpillableRecords<>(
                    new RecordFormat<>(
                            (TypeSerializer<Object>) input.type().createSerializer(),
                            memory.directory(),
                            context().environment().userClassLoader()),
                    memory.budget(spec.repeatedShare()));
        }

        @Override
        public void collect(Object value, long timestamp) throws Exception {
            records.add(value);
            super.collect(value, timestamp);
        }
    }
}
