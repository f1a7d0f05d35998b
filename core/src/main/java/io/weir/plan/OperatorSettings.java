package io.weir.plan;

import io.weir.configuration.RecordErrorPolicy;
import io.weir.types.TypeInformation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a program may say about an operator beyond what it does. Programs change it until the plan is submitted, which is
 * why it stands beside the immutable {@link Transformation} and not in it. The thread that builds the program owns it.
 *
 * @param <T> the type of the operator's output
 */
public final class OperatorSettings<T> {
    /** The value of {@link #parallelism()} and {@link #maxParallelism()} that means: the default of the environment. */
    public static final int DEFAULT = -1;

    private final int id;
    private String name;
    private String uid;
    private String description;
    private int parallelism = DEFAULT;
    private int maxParallelism = DEFAULT;
    private String slotSharingGroup;
    private ChainingStrategy chaining = ChainingStrategy.ALWAYS;
    private Duration bufferTimeout;
    private RecordErrorPolicy recordErrors;
    private final List<ForwardedFields> forwarded = new ArrayList<>();
    private TypeInformation<T> outputType;
    private boolean batch;
    private final Map<String, Transformation<?>> broadcastInputs = new LinkedHashMap<>();

    /**
     * Creates the settings of a new operator.
     *
     * @param id a number unique in the plan, ascending in the order of the program
     * @param name the name people see
     * @param outputType the type of the output
     */
    public OperatorSettings(int id, String name, TypeInformation<T> outputType) {
        this.id = id;
        this.name = name;
        this.outputType = outputType;
    }

    /** Returns the number of the operator in its plan. */
    public int id() {
        return id;
    }

    /** Returns the name people see. */
    public String name() {
        return name;
    }

    /** Sets the name people see. */
    public void setName(String name) {
        this.name = name;
    }

    /** Returns the id that the operator's state is found by, or null. */
    public String uid() {
        return uid;
    }

    /** Sets the id that the operator's state is found by. */
    public void setUid(String uid) {
        this.uid = uid;
    }

    /** Returns the description for the plan, or null. */
    public String description() {
        return description;
    }

    /** Sets the description for the plan. */
    public void setDescription(String description) {
        this.description = description;
    }

    /** Returns the number of parallel instances, or {@link #DEFAULT}. */
    public int parallelism() {
        return parallelism;
    }

    /** Sets the number of parallel instances. */
    public void setParallelism(int parallelism) {
        this.parallelism = parallelism;
    }

    /** Returns the number of key groups, or {@link #DEFAULT}. */
    public int maxParallelism() {
        return maxParallelism;
    }

    /** Sets the number of key groups. */
    public void setMaxParallelism(int maxParallelism) {
        this.maxParallelism = maxParallelism;
    }

    /** Returns the slot sharing group, or null for that of the inputs. */
    public String slotSharingGroup() {
        return slotSharingGroup;
    }

    /** Sets the slot sharing group. */
    public void setSlotSharingGroup(String slotSharingGroup) {
        this.slotSharingGroup = slotSharingGroup;
    }

    /** Returns whether the operator may be chained. */
    public ChainingStrategy chaining() {
        return chaining;
    }

    /** Sets whether the operator may be chained. */
    public void setChaining(ChainingStrategy chaining) {
        this.chaining = chaining;
    }

    /** Returns how long a record may wait in an output frame, or null for the default. */
    public Duration bufferTimeout() {
        return bufferTimeout;
    }

    /** Sets how long a record may wait in an output frame. */
    public void setBufferTimeout(Duration bufferTimeout) {
        this.bufferTimeout = bufferTimeout;
    }

    /** Returns which fields of its inputs the operator passes on unchanged, as far as it is known. */
    public List<ForwardedFields> forwarded() {
        return List.copyOf(forwarded);
    }

    /** Says that the operator passes fields on unchanged. */
    public void forward(ForwardedFields fields) {
        forwarded.add(fields);
    }

    /** Returns what happens when the operator's function fails on a record, or null for the default. */
    public RecordErrorPolicy recordErrors() {
        return recordErrors;
    }

    /** Sets what happens when the operator's function fails on a record. */
    public void setRecordErrors(RecordErrorPolicy recordErrors) {
        this.recordErrors = recordErrors;
    }

    /** Returns the data that the function of each instance can ask for all of, by name, in the order of the program. */
    public Map<String, Transformation<?>> broadcastInputs() {
        return Collections.unmodifiableMap(broadcastInputs);
    }

    /**
     * Gives the function data that it can ask for.
     *
     * @param variable by which name
     * @param input where the records come from
     * @return whether the name was free
     */
    public boolean addBroadcastInput(String variable, Transformation<?> input) {
        return broadcastInputs.putIfAbsent(variable, input) == null;
    }

    /** Returns whether the operator belongs to the part of a program that runs as a batch even if another part never ends. */
    public boolean isBatch() {
        return batch;
    }

    /** Makes the operator part of a batch. */
    public void setBatch() {
        batch = true;
    }

    /** Returns the type of the output. */
    public TypeInformation<T> outputType() {
        return outputType;
    }

    /** Sets the type of the output. */
    public void setOutputType(TypeInformation<T> outputType) {
        this.outputType = outputType;
    }
}
