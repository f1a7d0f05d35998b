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
import io.weir.runtime.operators.TwoInputOperator;
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
    private final List<Operator<?, ?>> operators;
    private final List<Place> places;

    /** Whether the operators had finished at the checkpoint that they start from: then they do nothing more. */
    private final boolean over;

    private boolean finished;

    /** Where an operator runs, and what its state is found by. */
    private record Place(String uid, OperatorContext context) {}

    private OperatorChain(List<Operator<?, ?>> operators, List<Place> places, boolean over) {
        this.operators = operators;
        this.places = places;
        this.over = over;
        this.finished = over;
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
        List<ChainSpec.Node> nodes = spec.nodes();
        Operator<?, ?>[] operators = new Operator<?, ?>[nodes.size()];
        RecordErrors[] errors = new RecordErrors[nodes.size()];
        LinkedList<Place> places = new LinkedList<>();
        // Each node stands before those that take its output.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            ChainSpec.Node node = nodes.get(i);
            List<Output<Object>> nodeWriters = at(writers, node.exchanges());
            Output<Object> output =
                    output(node.outputType(), nodeWriters, next(operators, node.chained()), copyInChain);
            Map<String, Output<Object>> sides = new HashMap<>();
            for (ChainSpec.SideOutput side : node.sideOutputs()) {
                List<Output<Object>> sideWriters = at(writers, side.exchanges());
                sides.put(side.id(), output(side.type(), sideWriters, next(operators, side.chained()), copyInChain));
            }
            if (!sides.isEmpty()) {
                output = new ChainOutputs.WithSides<>(output, List.copyOf(sides.values()));
            }
            @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
            OperatorSpec<Object, Object> operator = (OperatorSpec<Object, Object>) node.spec();
            OperatorContext place = contexts.of(node.uid(), node.name(), sides);
            places.addFirst(new Place(node.uid(), place));
            SaidType said = new SaidType(node.name(), node.outputType());
            nodeWriters(writers, node)
                    .forEach(writer -> writer.giveUnsentTo((failure, value, time) ->
                            place.recordErrors().take(place, said.explain(failure, value), value, time)));
            node.chained().forEach(number -> errors[number].takes(said));
            errors[i] = place.recordErrors();
            operators[i] = operator.create(place, output);
        }
        return new OperatorChain(List.of(operators), List.copyOf(places), over);
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
        return ordinal == 0 ? (Output<Object>) first : (Output<Object>) ((TwoInputOperator<?, ?, ?>) first).second();
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
        Exception first = null;
        List<AutoCloseable> all = new ArrayList<>();
        operators.forEach(operator -> all.add(operator::close));
        places.forEach(place -> all.add(place.context().recordErrors()));
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
