package io.weir.runtime.task;

import io.weir.runtime.network.RecordWriter;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.HeadOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.serialization.TypeSerializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The operators of a task, connected by direct calls: each is the output of the one before it. The task's thread owns
 * it: opens it from its end, finishes it from its beginning, and closes it on every path.
 */
final class OperatorChain {
    private final List<Operator<?, ?>> operators;

    private OperatorChain(List<Operator<?, ?>> operators) {
        this.operators = operators;
    }

    /**
     * Makes the operators.
     *
     * @param spec what they are and how they are connected
     * @param writers the task's record writers, by number of the exchange
     * @param contexts gives each operator the place it runs in, by its name
     * @param copyInChain whether each operator gets a copy of mutable records
     */
    static OperatorChain create(
            ChainSpec spec,
            List<RecordWriter<Object>> writers,
            Function<String, OperatorContext> contexts,
            boolean copyInChain) {
        List<ChainSpec.Node> nodes = spec.nodes();
        Operator<?, ?>[] operators = new Operator<?, ?>[nodes.size()];
        // Each node stands before those that take its output.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            ChainSpec.Node node = nodes.get(i);
            Output<Object> output = output(node, operators, writers, copyInChain);
            @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
            OperatorSpec<Object, Object> operator = (OperatorSpec<Object, Object>) node.spec();
            operators[i] = operator.create(contexts.apply(node.name()), output);
        }
        return new OperatorChain(List.of(operators));
    }

    @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
    private static Output<Object> output(
            ChainSpec.Node node, Operator<?, ?>[] operators, List<RecordWriter<Object>> writers, boolean copyInChain) {
        List<Output<Object>> outputs = new ArrayList<>();
        // Writers first: they serialize or copy, so that the last operator of the chain can take the record over.
        for (int exchange : node.exchanges()) {
            outputs.add(writers.get(exchange));
        }
        for (int i = 0; i < node.chained().size(); i++) {
            Output<Object> next = (Output<Object>) operators[node.chained().get(i)];
            boolean last = i == node.chained().size() - 1;
            outputs.add(last && !copyInChain ? next : copying(node, next));
        }
        return switch (outputs.size()) {
            case 0 -> new ChainOutputs.Discard<>();
            case 1 -> outputs.get(0);
            default -> new ChainOutputs.FanOut<>(outputs);
        };
    }

    @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
    private static Output<Object> copying(ChainSpec.Node node, Output<Object> next) {
        TypeSerializer<Object> serializer =
                (TypeSerializer<Object>) node.outputType().createSerializer();
        return serializer.isImmutable() ? next : new ChainOutputs.Copying<>(serializer, next);
    }

    /** Returns the first operator, which takes the records of the task's inputs. */
    @SuppressWarnings("unchecked") // the plan's types fit; the chain that carries them is not typed
    Output<Object> head() {
        return (Output<Object>) operators.get(0);
    }

    /** Returns the first operator of a task without inputs. */
    HeadOperator<?> source() {
        return (HeadOperator<?>) operators.get(0);
    }

    /** Prepares the operators, the last first. */
    void open() throws Exception {
        for (int i = operators.size() - 1; i >= 0; i--) {
            operators.get(i).open();
        }
    }

    /** Lets the operators emit what they still hold, the first first. */
    void finish() throws Exception {
        for (Operator<?, ?> operator : operators) {
            operator.finish();
        }
    }

    /** Lets the operators release what they hold, all of them, whatever fails. */
    void close() throws Exception {
        Exception first = null;
        for (Operator<?, ?> operator : operators) {
            try {
                operator.close();
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
