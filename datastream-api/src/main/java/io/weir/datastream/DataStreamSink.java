package io.weir.datastream;

import io.weir.configuration.RecordErrorPolicy;
import io.weir.execution.Program;
import io.weir.plan.ChainingStrategy;
import io.weir.plan.OperatorSettings;
import io.weir.plan.Transformation;

/**
 * The end of a stream. Its methods say more about the sink. The thread that builds the program owns it.
 *
 * @param <T> the type of the records
 */
public final class DataStreamSink<T> {
    private final Transformation<T> transformation;

    DataStreamSink(Transformation<T> transformation) {
        this.transformation = transformation;
    }

    /** Returns the operation. */
    public Transformation<T> getTransformation() {
        return transformation;
    }

    /**
     * Names the sink for people.
     *
     * @param name the name
     * @return this
     */
    public DataStreamSink<T> name(String name) {
        settings().setName(name);
        return this;
    }

    /**
     * Fixes the id that the sink's state is found by.
     *
     * @param uid an id that no other operator of the program has
     * @return this
     */
    public DataStreamSink<T> uid(String uid) {
        settings().setUid(uid);
        return this;
    }

    /**
     * Describes the sink in plans.
     *
     * @param description the description
     * @return this
     */
    public DataStreamSink<T> setDescription(String description) {
        settings().setDescription(description);
        return this;
    }

    /**
     * Sets what happens when the function fails on a record; otherwise {@code pipeline.record-errors.policy} says it.
     *
     * @param policy what happens
     * @return this
     */
    public DataStreamSink<T> setRecordErrorPolicy(RecordErrorPolicy policy) {
        settings().setRecordErrors(policy);
        return this;
    }

    /**
     * Sets the number of parallel instances.
     *
     * @param parallelism at least 1
     * @return this
     */
    public DataStreamSink<T> setParallelism(int parallelism) {
        settings().setParallelism(Program.checkParallelism(parallelism));
        return this;
    }

    /** Makes the sink a task of its own. */
    public DataStreamSink<T> disableChaining() {
        settings().setChaining(ChainingStrategy.NEVER);
        return this;
    }

    /**
     * Puts the sink into a slot sharing group: only operators of one group run in one slot.
     *
     * @param slotSharingGroup the name of the group
     * @return this
     */
    public DataStreamSink<T> slotSharingGroup(String slotSharingGroup) {
        settings().setSlotSharingGroup(slotSharingGroup);
        return this;
    }

    private OperatorSettings<T> settings() {
        return transformation.settings();
    }
}
