package io.weir.testing.operators;

import io.weir.functions.OutputTag;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.task.LoneOperator;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.state.State;
import io.weir.state.StateDescriptor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Runs one real operator by hand, without a cluster and without threads: a test gives it records, watermarks and the
 * time, and looks at what comes out. The thread of the test owns it.
 *
 * <p>Life: made by {@link ProcessFunctionTestHarnesses} or {@link OperatorTestHarnesses}, which open it; a test that wants
 * to restore, or to choose the parallel instance, makes it by a constructor and calls {@link #initializeState} and {@link
 * #open} itself. Close it at the end.
 *
 * @param <I> the type of the operator's first input
 * @param <O> the type of its output
 */
public abstract class OperatorTestHarness<I, O> implements AutoCloseable {
    private final OperatorSpec<I, O> spec;
    private final OperatorInstance instance;
    private final ManualProcessingTime processingTime = new ManualProcessingTime();
    private final RecordedOutput<O> output = new RecordedOutput<>();
    private final Map<String, RecordedOutput<Object>> sideOutputs = new HashMap<>();
    private OperatorImage image = OperatorImage.EMPTY;
    private StateBackend backend = new HeapStateBackend();
    private LoneOperator<I, O> operator;
    private long checkpoints;

    OperatorTestHarness(OperatorSpec<I, O> spec, OperatorInstance instance) {
        this.spec = spec;
        this.instance = instance;
    }

    /**
     * Lets the operator start from a snapshot. Before {@link #open}.
     *
     * @param snapshot what one or several instances kept
     */
    public final void initializeState(OperatorSnapshot snapshot) {
        if (operator != null) {
            throw new IllegalStateException("The harness is open: restore before open().");
        }
        image = snapshot.shareOf(instance);
    }

    /** Lets state by key be kept elsewhere than on the heap. Before {@link #open}. */
    final void keepStateIn(StateBackend other) {
        backend = other;
    }

    /**
     * Makes and opens the operator.
     *
     * @throws Exception what the function throws
     */
    public final void open() throws Exception {
        if (operator != null) {
            throw new IllegalStateException("The harness is open already.");
        }
        LoneOperator.Place place = new LoneOperator.Place(
                "Harness", instance.parallelism(), instance.maxParallelism(), instance.subtask(), image);
        operator = new LoneOperator<>(
                place, spec, processingTime, new LoneOperator.Surroundings<>(output, this::side, backend));
        operator.open();
    }

    private RecordedOutput<Object> side(String id) {
        return sideOutputs.computeIfAbsent(id, none -> new RecordedOutput<>());
    }

    final LoneOperator<I, O> operator() {
        if (operator == null) {
            throw new IllegalStateException("The harness is not open: call open() first.");
        }
        return operator;
    }

    /** Gives a record to an input. */
    final <T> void give(Output<T> input, T value, long timestamp) throws Exception {
        input.collect(value, timestamp);
        operator().runMail();
    }

    /**
     * Moves the clock; timers of processing time that are due ring, in order. It begins at 0, or at what is set before
     * {@link #open}.
     *
     * @param time milliseconds since 1970-01-01T00:00Z
     * @throws Exception what the function throws
     */
    public final void setProcessingTime(long time) throws Exception {
        if (operator == null) {
            processingTime.advanceTo(time);
        } else {
            operator.advanceProcessingTime(time);
        }
    }

    /** Returns what the clock shows. */
    public final long getProcessingTime() {
        return processingTime.now();
    }

    /**
     * Waits for what other threads do for the operator, such as answers to requests.
     *
     * @param condition what to wait for, looked at whenever something has come
     * @param timeout how long to wait at most
     * @return whether the condition holds
     * @throws Exception what the function throws
     */
    public final boolean waitUntil(BooleanSupplier condition, Duration timeout) throws Exception {
        return operator().runMailUntil(condition, timeout.toNanos());
    }

    /** Returns the values that the operator has emitted since the last {@link #clearOutput}. */
    public final List<O> extractOutputValues() {
        return output.records().stream().map(StreamRecord::value).toList();
    }

    /** Returns the records that the operator has emitted since the last {@link #clearOutput}. */
    public final List<StreamRecord<O>> extractOutputStreamRecords() {
        return output.records();
    }

    /** Returns the records and watermarks that the operator has emitted since the last {@link #clearOutput}. */
    public final List<StreamElement<O>> getOutput() {
        return List.copyOf(output.elements);
    }

    /**
     * Returns what the operator has emitted to a side output since the last {@link #clearOutput}.
     *
     * @param tag the side output
     * @param <X> the type of its records
     * @return the records
     */
    @SuppressWarnings("unchecked") // who emitted to the tag gave it records of its type
    public final <X> List<StreamRecord<X>> getSideOutput(OutputTag<X> tag) {
        return (List<StreamRecord<X>>) (List<?>) side(tag.getId()).records();
    }

    /** Forgets what was emitted, to side outputs too. */
    public final void clearOutput() {
        output.elements.clear();
        sideOutputs.values().forEach(side -> side.elements.clear());
    }

    /**
     * Returns what another harness can start from; this one can go on.
     *
     * @return the snapshot
     * @throws Exception what the function throws
     */
    public final OperatorSnapshot snapshot() throws Exception {
        return snapshot(true);
    }

    /** Returns what another harness can start from, whatever its backend or only with the same. */
    final OperatorSnapshot snapshot(boolean portable) throws Exception {
        return new OperatorSnapshot(List.of(operator().capture(++checkpoints, portable)));
    }

    /**
     * Returns the keys that have state.
     *
     * @throws Exception if the state cannot be read
     */
    final Set<Object> keysWithState() throws Exception {
        Set<Object> keys = new LinkedHashSet<>();
        keyed().forEachKey(keys::add);
        return keys;
    }

    /** Returns state of a key. */
    final <S extends State> S stateOf(Object key, StateDescriptor<S, ?> descriptor) {
        KeyedStateBackend<Object> state = keyed();
        state.setCurrentKey(key);
        return descriptor.stateIn(state.states());
    }

    @SuppressWarnings("unchecked") // the callers know the type of the keys
    private KeyedStateBackend<Object> keyed() {
        KeyedStateBackend<?> state = operator().keyedState();
        if (state == null) {
            throw new IllegalStateException("The operator has no state by key.");
        }
        return (KeyedStateBackend<Object>) state;
    }

    /**
     * Ends the input: event time ends, and the operator emits what it still holds.
     *
     * @throws Exception what the function throws
     */
    public void endInput() throws Exception {
        operator().input().watermark(Long.MAX_VALUE);
        operator().runMail();
        operator().finish();
    }

    /** Closes the operator; what was emitted can still be looked at. */
    @Override
    public final void close() {
        if (operator == null) {
            return;
        }
        try {
            operator.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new WeirException(ErrorCode.USER_FUNCTION, "The operator could not be closed: " + e, e);
        }
    }
}
