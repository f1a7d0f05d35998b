package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.execution.Program;
import io.weir.plan.ForwardedFields;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Transformation;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import java.util.List;

/**
 * The result of an operator or source. Its methods say more about the operator. The thread that builds the program owns
 * it.
 *
 * @param <T> the type of the records
 */
public class Operator<T> extends DataSet<T> {
    Operator(ExecutionEnvironment environment, Transformation<T> transformation) {
        super(environment, transformation);
    }

    /** Returns the name that people see. */
    public String getName() {
        return settings().name();
    }

    /**
     * Names the operator for people.
     *
     * @param name the name
     * @return this
     */
    public Operator<T> name(String name) {
        settings().setName(name);
        return this;
    }

    /**
     * Sets the number of parallel instances.
     *
     * @param parallelism at least 1
     * @return this
     */
    public Operator<T> setParallelism(int parallelism) {
        settings().setParallelism(Program.checkParallelism(parallelism));
        return this;
    }

    /**
     * Gives the operator's function all records of another data set: each instance gets them before its own records. They
     * have to fit onto the heap.
     *
     * @param data the other data set
     * @param name by which a rich function asks for it: {@code getRuntimeContext().getBroadcastVariable(name)}
     * @return this
     */
    public Operator<T> withBroadcastSet(DataSet<?> data, String name) {
        getExecutionEnvironment().requireOwn(data);
        BatchOperations.addBroadcastSet(program(), getTransformation(), data.getTransformation(), name);
        return this;
    }

    /** Returns the number of parallel instances, or -1 if it is that of the environment. */
    public int getParallelism() {
        return settings().parallelism();
    }

    /**
     * Tells the type of the records where Java has erased it.
     *
     * @param type the class
     * @return this
     */
    public Operator<T> returns(Class<T> type) {
        return returns(TypeInformation.of(type));
    }

    /**
     * Tells the type of the records where Java has erased it.
     *
     * @param hint the type: {@code new TypeHint<Tuple2<String, Long>>() {}}
     * @return this
     */
    public Operator<T> returns(TypeHint<T> hint) {
        return returns(hint.getTypeInfo());
    }

    /**
     * Tells the type of the records where Java has erased it.
     *
     * @param type the type
     * @return this
     * @throws io.weir.util.WeirException if another operator already takes these records
     */
    public Operator<T> returns(TypeInformation<T> type) {
        program().setOutputType(getTransformation(), type);
        return this;
    }

    /**
     * Says which fields of its input the operator passes on unchanged, so that records need not be distributed by them again. What is
     * wrong here makes results wrong.
     *
     * @param fields the fields; see {@link io.weir.functions.FunctionAnnotation}
     * @return this
     */
    public Operator<T> withForwardedFields(String... fields) {
        settings().forward(new ForwardedFields(0, List.of(fields)));
        return this;
    }

    /**
     * Says which fields of its first input the operator passes on unchanged; otherwise as {@link #withForwardedFields}.
     *
     * @param fields the fields
     * @return this
     */
    public Operator<T> withForwardedFieldsFirst(String... fields) {
        return withForwardedFields(fields);
    }

    /**
     * Says which fields of its second input the operator passes on unchanged; otherwise as {@link #withForwardedFields}.
     *
     * @param fields the fields
     * @return this
     */
    public Operator<T> withForwardedFieldsSecond(String... fields) {
        settings().forward(new ForwardedFields(1, List.of(fields)));
        return this;
    }

    private OperatorSettings<T> settings() {
        return getTransformation().settings();
    }
}
