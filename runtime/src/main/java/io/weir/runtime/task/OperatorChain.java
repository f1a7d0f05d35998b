package io.weir.runtime.task;

import io.weir.runtime.network.RecordWriter;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.HeadOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.RecordErrors;
import io.weir.runtime.operators.SaidType;
import io.weir.runtime.state.OperatorCapture;
import io.weir.serialization.TypeSerializer;
import io.weir.state.FunctionSnapshotContext;
import io.weir.types.TypeInformation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/**
 * The operators of a task, connected by direct calls: each is the output of the one before it. The task's thread owns
 * it: opens it from its end, finishes it from its beginning, and closes it on every path.
 */
final class OperatorChain {
    private final ChainSpec spec;
    private final List<RecordWriter<Object>> writers;
    private final Contexts contexts;
    private final boolean copyInChain;
    private final Operator<?, ?>[] made;
    private final RecordErrors[] errors;

    /** Whether the operators had finished at the checkpoint that they start from: then they do nothing more. */
    private final boolean over;

    /** Leads from the first operator to those that take its place in each superstep; null without supersteps. */
    private final ChainOutputs.Renewed<Object> renewed;

    private List<Operator<?, ?>> operators = List.of();
    private final LinkedList<Place> places = new LinkedList<>();
    private boolean finished;
    private boolean goesOn;

    /** Where an operator runs, and what its state is found by. */
    private record Place(String uid, OperatorContext context) {}

    private OperatorChain(
            ChainSpec spec, List<RecordWriter<Object>> writers, Contexts contexts, boolean copyInChain, boolean over) {
        this.spec = spec;
        this.writers = writers;
        this.contexts = contexts;
        this.copyInChain = copyInChain;
        this.made = new Operator<?, ?>[spec.nodes().size()];
        this.errors = new RecordErrors[spec.nodes().size()];
        this.over = over;
        this.finished = over;
        this.renewed = spec.loop() == null ? null : new ChainOutputs.Renewed<>();
    }

    /** Gives an operator the place it runs in. */
    @FunctionalInterface
    interface Contexts {
        /**
         * Gives an operator the place it runs in.
         *
         * @param uid what its state is found by
         * @param name its name
         * @param sideOutputs those of its side outputs that somebody takes, by the names of their tags
         */
        OperatorContext of(String uid, String name, Map<String, Output<Object>> sideOutputs);
    }

    /**
     * Makes the operators.
     *
     * @param spec what they are and how they are connected
     * @param writers the task's record writers, by number of the exchange
     * @param contexts gives each operator the place it runs in
     * @param copyInChain whether each operator gets a copy of mutable records
     * @param over whether they had finished at the checkpoint that they start from
     */
    static OperatorChain create(
            ChainSpec spec, List<RecordWriter<Object>> writers, Contexts contexts, boolean copyInChain, boolean over) {
        OperatorChain chain = new OperatorChain(spec, writers, contexts, copyInChain, over);
        chain.make(0);
        return chain;
    }

    /** Makes the operators from one on; each stands before those that take its output. */
    private void make(int first) {
        for (int i = made.length - 1; i >= first; i--) {
            ChainSpec.Node node = spec.nodes().get(i);
            Output<Object> output = mainOutput(i);
            Map<String, Output<Object>> sides = new HashMap<>();
            for (ChainSpec.SideOutput side : node.sideOutputs()) {
                List<Output<Object>> sideWriters = at(writers, side.exchanges());
                sides.put(side.id(), output(side.type(), sideWriters, next(made, side.chained()), copyInChain));
            }
            if (!sides.isEmpty()) {
                output = new ChainOutputs.WithSides<>(output, List.copyOf(sides.values()));
            }
            @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
            OperatorSpec<Object, Object> operator = (OperatorSpec<Object, Object>) node.spec();
            OperatorContext place = contexts.of(node.uid(), node.name(), sides);
            places.addFirst(new Place(node.uid(), place));
            SaidType said = said(i);
            nodeWriters(writers, node)
                    .forEach(writer -> writer.giveUnsentTo((failure, value, time) ->
                            place.recordErrors().take(place, said.explain(failure, value), value, time)));
            node.chained().forEach(number -> errors[number].takes(said));
            errors[i] = place.recordErrors();
            made[i] = operator.create(place, output);
        }
        operators = List.of(made);
    }

    private Output<Object> mainOutput(int number) {
        ChainSpec.Node node = spec.nodes().get(number);
        Output<Object> output =
                output(node.outputType(), at(writers, node.exchanges()), next(made, node.chained()), copyInChain);
        if (renewed == null || number > 0) {
            return output;
        }
        renewed.lead(output);
        return renewed;
    }

    /**
     * Ends a superstep: lets go of the operators, which have finished, but of the first if it goes on. The others are made
     * anew for the next superstep.
     */
    void rest() throws Exception {
        Operator<?, ?> first = operators.get(0);
        int going = first.rest() ? 1 : 0;
        List<AutoCloseable> ended = new ArrayList<>();
        operators.subList(going, operators.size()).forEach(operator -> ended.add(operator::close));
        while (places.size() > going) {
            ended.add(places.removeLast().context().recordErrors());
        }
        operators = operators.subList(0, going);
        goesOn = going > 0;
        closeAll(ended);
    }

    /** Returns whether the first operator has gone on from the superstep before. */
    boolean goesOn() {
        return goesOn;
    }

    /** Begins a superstep after another. */
    void renew() throws Exception {
        finished = false;
        Place first = operators.isEmpty() ? null : places.removeFirst();
        make(first == null ? 0 : 1);
        if (first != null) {
            places.addFirst(first);
            mainOutput(0);
            spec.nodes().get(0).chained().forEach(number -> errors[number].takes(said(0)));
        }
        open();
    }

    private SaidType said(int number) {
        ChainSpec.Node node = spec.nodes().get(number);
        return new SaidType(node.name(), node.outputType());
    }

    /** Returns what takes the records of a node out of the chain, those of its side outputs too. */
    private static List<RecordWriter<Object>> nodeWriters(List<RecordWriter<Object>> writers, ChainSpec.Node node) {
        List<RecordWriter<Object>> own = new ArrayList<>();
        node.exchanges().forEach(number -> own.add(writers.get(number)));
        node.sideOutputs().forEach(side -> side.exchanges().forEach(number -> own.add(writers.get(number))));
        return own;
    }

    private static List<Output<Object>> at(List<RecordWriter<Object>> writers, List<Integer> numbers) {
        return numbers.stream().<Output<Object>>map(writers::get).toList();
    }

    @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
    private static List<Output<Object>> next(Operator<?, ?>[] operators, List<Integer> numbers) {
        return numbers.stream()
                .map(number -> (Output<Object>) operators[number])
                .toList();
    }

    private static Output<Object> output(
            TypeInformation<?> type, List<Output<Object>> writers, List<Output<Object>> next, boolean copyInChain) {
        // Writers first: they serialize or copy, so that the last operator of the chain can take the record over.
        List<Output<Object>> outputs = new ArrayList<>(writers);
        for (int i = 0; i < next.size(); i++) {
            boolean last = i == next.size() - 1;
            outputs.add(last && !copyInChain ? next.get(i) : copying(type, next.get(i)));
        }
        return switch (outputs.size()) {
            case 0 -> new ChainOutputs.Discard<>();
            case 1 -> outputs.get(0);
            default -> new ChainOutputs.FanOut<>(outputs);
        };
    }

    @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
    private static Output<Object> copying(TypeInformation<?> type, Output<Object> next) {
        TypeSerializer<Object> serializer = (TypeSerializer<Object>) type.createSerializer();
        return serializer.isImmutable() ? next : new ChainOutputs.Copying<>(serializer, next);
    }

    /**
     * Returns what takes the records of one of the first operator's inputs.
     *
     * @param ordinal the input, from 0
     */
    @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
    Output<Object> head(int ordinal) {
        Operator<?, ?> first = operators.get(0);
        if (over) {
            return new ChainOutputs.Discard<>(); // nothing comes but the end of event time
        }
        return (Output<Object>) (ordinal == 0 ? first : first.input(ordinal));
    }

    /**
     * Returns what takes the records of one of the chain's inputs.
     *
     * @param number the input, from 0
     */
    Output<Object> headOfInput(int number) {
        return head(spec.inputs().get(number).ordinal());
    }

    /** Returns the first operator. */
    Operator<?, ?> first() {
        return operators.get(0);
    }

    /** Returns the first operator of a task without inputs. */
    HeadOperator<?> source() {
        return (HeadOperator<?>) operators.get(0);
    }

    /**
     * Checks that no state gets lost, before anything of the program runs.
     *
     * @param allowed whether it may
     */
    void checkStateIsTaken(boolean allowed) {
        places.forEach(place -> place.context().states().checkKeyedStateIsTaken(allowed));
    }

    /** Prepares the operators, the last first. */
    void open() throws Exception {
        for (int i = operators.size() - 1; i >= 0; i--) {
            operators.get(i).open();
        }
    }

    /** Lets operators that had finished do what they still waited for, the last first. */
    void openFinished() throws Exception {
        for (int i = operators.size() - 1; i >= 0; i--) {
            operators.get(i).openFinished();
        }
    }

    /** Lets the operators emit what they still hold, the first first; those that had finished do nothing. */
    void finish() throws Exception {
        if (!finished) {
            finished = true;
            for (Operator<?, ?> operator : operators) {
                operator.finish();
            }
        }
    }

    /** Lets the operators complete what they wrote, the first first, because the job was stopped. */
    void stop() throws Exception {
        for (Operator<?, ?> operator : operators) {
            operator.stop();
        }
    }

    /** Returns whether the operators have finished. */
    boolean isFinished() {
        return finished;
    }

    /** Returns whether one of the operators has something to do once the next checkpoint is complete. */
    boolean awaitsCheckpoint() {
        return operators.stream().anyMatch(Operator::awaitsCheckpoint);
    }

    /**
     * Freezes what the operators keep, the first first: what one of them emits to be ready reaches those after it before
     * they are frozen.
     *
     * @param checkpoint the checkpoint
     * @param awaiting whether only those count that wait for the checkpoint, because they have come to their end
     * @return what those keep that keep something
     */
    List<TaskCapture.Part> capture(FunctionSnapshotContext checkpoint, boolean awaiting) throws Exception {
        List<TaskCapture.Part> parts = new ArrayList<>();
        try {
            for (int i = 0; i < operators.size(); i++) {
                if (awaiting && !operators.get(i).awaitsCheckpoint()) {
                    continue;
                }
                operators.get(i).prepareCapture(checkpoint);
                Place place = places.get(i);
                OperatorCapture capture =
                        place.context().states().capture(checkpoint.checkpointId(), checkpoint.savepoint());
                if (capture.isEmpty()) {
                    capture.close();
                } else {
                    parts.add(new TaskCapture.Part(place.uid(), place.context().operatorName(), capture));
                }
            }
            return parts;
        } catch (Throwable e) {
            parts.forEach(part -> part.capture().close());
            throw e;
        }
    }

    /** Tells the operators that a checkpoint is complete. */
    void checkpointCompleted(long checkpointId) throws Exception {
        if (!over) {
            for (Operator<?, ?> operator : operators) {
                operator.checkpointCompleted(checkpointId);
            }
        }
    }

    /** Tells the operators that a checkpoint was given up. */
    void checkpointAborted(long checkpointId) throws Exception {
        if (!over) {
            for (Operator<?, ?> operator : operators) {
                operator.checkpointAborted(checkpointId);
            }
        }
    }

    /** Lets the operators release what they hold, all of them, whatever fails. */
    void close() throws Exception {
        List<AutoCloseable> all = new ArrayList<>();
        operators.forEach(operator -> all.add(operator::close));
        places.forEach(place -> all.add(place.context().recordErrors()));
        closeAll(all);
    }

    private static void closeAll(List<AutoCloseable> all) throws Exception {
        Exception first = null;
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(
                operators.stream().map(o -> o.getClass().getSimpleName()).toArray());
    }
}
