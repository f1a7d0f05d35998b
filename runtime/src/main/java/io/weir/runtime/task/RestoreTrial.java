package io.weir.runtime.task;

import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.RestoreObserver;
import io.weir.runtime.state.StateBackend;
import io.weir.runtime.state.StateName;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.state.StateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.util.WeirException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what becomes of the state of operators when they start from it: opens each of them alone and lets it ask for
 * its state, which is compared with what was kept by the same code as in a task. Several trials may be made of one
 * operator; what is refused once is refused. One thread owns it; the program's class loader is its context class loader.
 */
public final class RestoreTrial implements RestoreObserver {
    private final Map<StateName, Set<String>> restored = new LinkedHashMap<>();
    private final Map<StateName, WeirException> refused = new LinkedHashMap<>();
    private final Set<StateName> later = new HashSet<>();
    private final Map<String, StateDescriptor<?, ?>> descriptors;
    private Throwable failure;
    private boolean keyed;

    /**
     * Begins.
     *
     * @param descriptors what the operator's functions may ask with when records come, by the names of the states
     */
    public RestoreTrial(Map<String, StateDescriptor<?, ?>> descriptors) {
        this.descriptors = Map.copyOf(descriptors);
    }

    /**
     * How it is made.
     *
     * @param opens whether the operator is opened, too; else it is only made
     * @param mayLeaveState whether state may be left behind that it has no use for
     * @param takesFiles whether its tasks will keep state by key where files of RocksDB can be gone on with
     */
    public record Manner(boolean opens, boolean mayLeaveState, boolean takesFiles) {}

    /** Keeps state on the heap, and does not read the files of which the tasks' backend will. */
    private record TrialBackend(boolean takesFiles) implements StateBackend {
        @Override
        public <K> KeyedStateBackend<K> createKeyedState(TypeInformation<K> keyType, Place place) {
            OperatorImage image = takesFiles ? place.image().withoutFiles() : place.image();
            return new HeapStateBackend()
                    .createKeyedState(keyType, new Place(place.groups(), place.clock(), place.classLoader(), image));
        }
    }

    /**
     * Makes a trial.
     *
     * @param spec how the operator is made
     * @param place which instance it is, and what it starts from
     * @param manner how it is made
     * @param <I> the type of its input
     * @param <O> the type of its output
     */
    public <I, O> void open(OperatorSpec<I, O> spec, LoneOperator.Place place, Manner manner) {
        LoneOperator<I, O> operator = null;
        try {
            OperatorImage image = place.image().observed(this);
            Output<O> nobody = new ChainOutputs.Discard<>();
            operator = new LoneOperator<>(
                    new LoneOperator.Place(
                            place.name(), place.parallelism(), place.maxParallelism(), place.subtask(), image),
                    spec,
                    new ManualProcessingTime(),
                    new LoneOperator.Surroundings<>(nobody, tag -> null, new TrialBackend(manner.takesFiles())));
            keyed |= operator.keyedState() != null;
            operator.checkStateIsTaken(manner.mayLeaveState());
            if (manner.opens()) {
                operator.openStates();
                askLater(operator, image);
            }
        } catch (Throwable e) { // whatever the program throws
            failed(e);
        } finally {
            close(operator);
        }
    }

    /** Asks for what was not asked for yet, as functions may do that have descriptors for it. */
    private void askLater(LoneOperator<?, ?> operator, OperatorImage image) {
        for (StateName state : image.contents().keySet()) {
            StateDescriptor<?, ?> descriptor = descriptors.get(state.name());
            if (descriptor != null && !knows(state)) {
                later.add(state);
                try {
                    operator.states().askFor(state, descriptor);
                } catch (RuntimeException e) {
                    later.remove(state); // the field is meant for something else
                }
            }
        }
    }

    /** Returns whether the operator has asked for a state. */
    public boolean knows(StateName state) {
        return restored.containsKey(state)
                || refused.containsKey(state)
                || state.keyed() && refused.containsKey(StateName.ALL_KEYED);
    }

    private void failed(Throwable e) {
        if (e instanceof VirtualMachineError error) {
            throw error;
        }
        if (failure == null) {
            failure = e;
        }
    }

    private void close(LoneOperator<?, ?> operator) {
        try {
            if (operator != null) {
                operator.close();
            }
        } catch (Throwable e) { // what matters is known by now
            failed(e);
        }
    }

    @Override
    public void restored(StateName state, List<String> changes) {
        restored.computeIfAbsent(state, none -> new LinkedHashSet<>()).addAll(changes);
    }

    @Override
    public void refused(StateName state, WeirException problem) {
        refused.putIfAbsent(state, problem);
    }

    /** Returns what the operator did not ask for when it was opened, but has descriptors for. */
    public Set<StateName> later() {
        return later;
    }

    /** Returns what was restored, each with what had to be converted. */
    public Map<StateName, Set<String>> restored() {
        return restored;
    }

    /** Returns what cannot be restored, and why. */
    public Map<StateName, WeirException> refused() {
        return refused;
    }

    /** Returns whether the operator has keys. */
    public boolean isKeyed() {
        return keyed;
    }

    /** Returns what the program threw, so that nobody knows what else it would have asked for; null if nothing. */
    public Throwable failure() {
        return failure;
    }
}
