package io.weir.datastream;

import io.weir.configuration.RecordErrorPolicy;
import io.weir.execution.Operations;
import io.weir.execution.Program;
import io.weir.functions.OutputTag;
import io.weir.plan.ChainingStrategy;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Transformation;
import io.weir.types.TypeHint;
import io.weir.types.TypeInformation;
import java.time.Duration;

/**
 * The result of an operator. Its methods say more about the operator. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public class SingleOutputStreamOperator<T> extends DataStream<T> {
    SingleOutputStreamOperator(StreamExecutionEnvironment environment, Transformation<T> transformation) {
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
    public SingleOutputStreamOperator<T> name(String name) {
        settings().setName(name);
        return this;
    }

    /**
     * Fixes the id that the operator's state is found by, also after the program has changed.
     *
     * @param uid an id that no other operator of the program has
     * @return this
     */
    public SingleOutputStreamOperator<T> uid(String uid) {
        settings().setUid(uid);
        return this;
    }

    /**
     * Describes the operator in plans.
     *
     * @param description the description
     * @return this
     */
    public SingleOutputStreamOperator<T> setDescription(String description) {
        settings().setDescription(description);
        return this;
    }

    /**
     * Sets what happens when the function fails on a record; otherwise {@code pipeline.record-errors.policy} says it.
     *
     * @param policy what happens
     * @return this
     */
    public SingleOutputStreamOperator<T> setRecordErrorPolicy(RecordErrorPolicy policy) {
        settings().setRecordErrors(policy);
        return this;
    }

    /**
     * Sets the number of parallel instances.
     *
     * @param parallelism at least 1
     * @return this
     */
    public SingleOutputStreamOperator<T> setParallelism(int parallelism) {
        settings().setParallelism(Program.checkParallelism(parallelism));
        return this;
    }

    /**
     * Sets the number of key groups: no more instances can ever share the operator's keys.
     *
     * @param maxParallelism from 1 to 32768
     * @return this
     */
    public SingleOutputStreamOperator<T> setMaxParallelism(int maxParallelism) {
        settings().setMaxParallelism(Program.checkMaxParallelism(maxParallelism));
        return this;
    }

    /** Makes the operator a task of its own. */
    public SingleOutputStreamOperator<T> disableChaining() {
        settings().setChaining(ChainingStrategy.NEVER);
        return this;
    }

    /** Makes the operator the first of its task; those after it may still follow in the same task. */
    public SingleOutputStreamOperator<T> startNewChain() {
        settings().setChaining(ChainingStrategy.HEAD);
        return this;
    }

    /**
     * Puts the operator, and those after it that say nothing else, into a slot sharing group: only operators of one
     * group run in one slot.
     *
     * @param slotSharingGroup the name of the group
     * @return this
     */
    public SingleOutputStreamOperator<T> slotSharingGroup(String slotSharingGroup) {
        settings().setSlotSharingGroup(slotSharingGroup);
        return this;
    }

    /**
     * Sets how long a record may wait in an output frame of the operator.
     *
     * @param timeoutMillis milliseconds; 0 sends each record at once, -1 waits for full frames
     * @return this
     */
    public SingleOutputStreamOperator<T> setBufferTimeout(long timeoutMillis) {
        settings().setBufferTimeout(Duration.ofMillis(timeoutMillis));
        return this;
    }

    /**
     * Tells the type of the records where Java has erased it.
     *
     * @param type the class
     * @return this
     */
    public SingleOutputStreamOperator<T> returns(Class<T> type) {
        return returns(TypeInformation.of(type));
    }

    /**
     * Tells the type of the records where Java has erased it.
     *
     * @param hint the type: {@code new TypeHint<Tuple2<String, Long>>() {}}
     * @return this
     */
    public SingleOutputStreamOperator<T> returns(TypeHint<T> hint) {
        return returns(hint.getTypeInfo());
    }

    /**
     * Tells the type of the records where Java has erased it.
     *
     * @param type the type
     * @return this
     * @throws io.weir.util.WeirException if another operator already takes these records
     */
    public SingleOutputStreamOperator<T> returns(TypeInformation<T> type) {
        program().setOutputType(getTransformation(), type);
        return this;
    }

    /**
     * Returns a side output of the operator.
     *
     * @param tag names it
     * @param <X> the type of its records
     * @return its records
     */
    public <X> SideOutputDataStream<X> getSideOutput(OutputTag<X> tag) {
        return new SideOutputDataStream<>(
                getExecutionEnvironment(), Operations.sideOutput(program(), getTransformation(), tag));
    }

    private OperatorSettings<T> settings() {
        return getTransformation().settings();
    }
}
