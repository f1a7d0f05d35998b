package io.weir.runtime.operators;

import io.weir.functions.OutputTag;
import io.weir.functions.RuntimeContext;
import io.weir.runtime.memory.ManagedMemory;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorStates;
import io.weir.runtime.timers.ProcessingTime;
import io.weir.types.TypeInformation;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Where an operator runs, and how it reaches beyond its chain. The task's thread owns it. */
public interface OperatorContext {
    /** Returns the name of the operator. */
    String operatorName();

    /** Returns what tells the operator from the job's others, in all attempts: its uid. */
    String operatorId();

    /** Returns what functions are told. */
    RuntimeContext runtimeContext();

    /**
     * Lets functions ask for a broadcast set.
     *
     * @param name by which name
     * @param records all records of it
     */
    void setBroadcastVariable(String name, List<?> records);

    /**
     * Makes the operator's keyed state, which functions then reach through their runtime context. At most once.
     *
     * @param keyType the type of the keys
     * @param <K> the type of the keys
     * @return the state; the operator closes it
     */
    <K> KeyedStateBackend<K> openKeyedState(TypeInformation<K> keyType);

    /** Returns after how many milliseconds each the program's watermark generators are asked; 0 if never. */
    long watermarkIntervalMillis();

    /** Returns all that the operator keeps: where it starts from, and what captures of it hold. */
    OperatorStates states();

    /** Returns the time and what is due by it. */
    ProcessingTime processingTime();

    /**
     * Returns where records of a side output go; nowhere if nobody takes them.
     *
     * @param tag the side output
     * @param <X> the type of its records
     * @return the output, the same each time
     */
    <X> Output<X> sideOutput(OutputTag<X> tag);

    /** Returns the mailbox: what is given to it runs on the task's thread, between two frames. */
    Executor mailbox();

    /**
     * Runs mail until a condition holds. Only for an operator that finishes: the input has ended, and with it the steps
     * between which mail is run otherwise.
     *
     * @param condition what mail makes hold
     * @throws Exception what the mail throws; a failure that says so if the task is canceled meanwhile
     */
    void runMailUntil(BooleanSupplier condition) throws Exception;

    /** Returns the iteration that the operator is part of, or null if it is part of none. */
    default LoopPlace loop() {
        return null;
    }

    /** Returns what the operator may sort and hash with. */
    ManagedMemory managedMemory();

    /** Returns what tells where the record comes from that the task is at. */
    RecordOrigin recordOrigin();

    /**
     * Returns a counter that people see in what they are told of the job.
     *
     * @param name what it counts
     * @return the counter, the same each time for a name
     */
    OperatorCounter counter(String name);

    /** Returns what takes up failures of the program's code on single records. */
    RecordErrors recordErrors();

    /** Returns where an operator that sends records out of the chain says that it has no room. */
    OutputRoom outputRoom();

    /** Wakes the task if it is idle, so that it asks {@link HeadOperator#hasWork} again. Any thread. */
    void wake();

    /** Returns the time. */
    Clock clock();

    /** Returns the name of the host. */
    String hostName();

    /**
     * Tells the JobManager how far the chain's source has come in event time.
     *
     * @param group the sources that wait for each other
     * @param watermark how far; {@code Long.MAX_VALUE} if nobody has to wait for it
     * @return how far the source has come that is most behind
     */
    CompletableFuture<Long> alignWatermark(String group, long watermark);

    /** Asks the JobManager for a split of the chain's source; the answer comes by mail. */
    void requestSplit();

    /**
     * Sends serialized records to the client that collects them.
     *
     * @param resultId what the client asks for
     * @param batch the records, as {@link io.weir.execution.CollectedBatches} describes
     * @return completes when there is room for more
     */
    CompletableFuture<Void> sendResults(String resultId, byte[] batch);
}
