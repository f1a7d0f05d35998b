package io.weir.testing.operators;

import io.weir.runtime.operators.Output;
import io.weir.runtime.state.HeapStateBackend;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.StateBackend;
import java.util.ArrayList;
import java.util.List;

/** One run of an operator, in all instances that the mode asks for. The test's thread owns it. */
final class OperatorRun {
    private static final int MAX_PARALLELISM = 128;

    private final OperatorCase operator;
    private final Mode mode;
    private final boolean stamped;
    private final StateBackend rocks;
    private final List<String> results = new ArrayList<>();
    private List<TwoInputStreamOperatorTestHarness<Event, Event, Object>> instances;
    private long watermark = Long.MIN_VALUE;
    private long clock;
    private int restarts;

    OperatorRun(OperatorCase operator, Mode mode) {
        this(operator, mode, true);
    }

    /** Without timestamps, records are given as they come from sources that know no time. */
    OperatorRun(OperatorCase operator, Mode mode, boolean stamped) {
        this(operator, mode, stamped, null);
    }

    /** Begins in RocksDB, and goes on at other parallelism now there and now on the heap. */
    OperatorRun(OperatorCase operator, StateBackend rocks) {
        this(operator, Mode.OTHER_PARALLELISM, true, rocks);
    }

    private OperatorRun(OperatorCase operator, Mode mode, boolean stamped, StateBackend rocks) {
        this.operator = operator;
        this.mode = mode;
        this.stamped = stamped;
        this.rocks = rocks;
    }

    /** Returns what it emits, sorted. */
    List<String> over(List<Step> steps) throws Exception {
        start(1, null);
        int done = 0;
        for (Step step : steps) {
            take(step);
            drain();
            done++;
            if (mode == Mode.SNAPSHOT_EACH) {
                instances.get(0).snapshot();
            } else if (mode == Mode.RESTORE_EACH) {
                restart(1);
            } else if (mode == Mode.OTHER_PARALLELISM && done % (1 + steps.size() / 5) == 0) {
                restart(operator.single() ? 1 : 1 + done % mostInstances());
            }
        }
        for (TwoInputStreamOperatorTestHarness<Event, Event, Object> instance : instances) {
            instance.endInput();
        }
        drain();
        close();
        results.sort(null);
        return results;
    }

    /** A database for each takes its time. */
    private int mostInstances() {
        return rocks == null ? 4 : 2;
    }

    /** From RocksDB by its files to RocksDB, by a savepoint to the heap, back, by a savepoint to RocksDB, and so on. */
    private StateBackend backend() {
        return rocks == null || restarts % 4 == 2 ? new HeapStateBackend() : rocks;
    }

    private boolean isNextPortable() {
        return rocks == null || restarts % 4 != 0;
    }

    private void start(int parallelism, OperatorSnapshot snapshot) throws Exception {
        instances = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            TwoInputStreamOperatorTestHarness<Event, Event, Object> instance = new TwoInputStreamOperatorTestHarness<>(
                    operator.copy(), new OperatorInstance(parallelism, MAX_PARALLELISM, subtask));
            instance.keepStateIn(backend());
            if (snapshot != null) {
                instance.initializeState(snapshot);
            }
            instance.setProcessingTime(clock);
            instance.open();
            if (watermark > Long.MIN_VALUE) {
                instance.processBothWatermarks(watermark); // what the inputs tell first after a restart
            }
            instances.add(instance);
        }
    }

    private void restart(int parallelism) throws Exception {
        OperatorSnapshot[] snapshots = new OperatorSnapshot[instances.size()];
        for (int i = 0; i < snapshots.length; i++) {
            snapshots[i] = instances.get(i).snapshot(isNextPortable());
        }
        close();
        restarts++;
        start(parallelism, OperatorSnapshot.of(snapshots));
    }

    private void take(Step step) throws Exception {
        if (step instanceof Step.Take record) {
            give(record);
        } else if (step instanceof Step.Mark mark) {
            watermark = Math.max(watermark, mark.timestamp());
            for (TwoInputStreamOperatorTestHarness<Event, Event, Object> instance : instances) {
                instance.processBothWatermarks(watermark);
            }
        } else if (step instanceof Step.Clock time) {
            clock = time.time();
            for (TwoInputStreamOperatorTestHarness<Event, Event, Object> instance : instances) {
                instance.setProcessingTime(clock);
            }
        }
    }

    private void give(Step.Take record) throws Exception {
        long time = stamped ? record.time() : Output.NO_TIMESTAMP;
        if (!record.second()) {
            instanceOf(record.key()).processElement1(record.event(), time);
        } else if (operator.second() == OperatorCase.Second.KEYED) {
            instanceOf(record.key()).processElement2(record.event(), time);
        } else {
            for (TwoInputStreamOperatorTestHarness<Event, Event, Object> instance : instances) {
                instance.processElement2(record.event(), time);
            }
        }
    }

    private TwoInputStreamOperatorTestHarness<Event, Event, Object> instanceOf(String key) {
        int group = KeyGroups.groupOf(key, MAX_PARALLELISM);
        return instances.get(KeyGroups.instanceOf(group, MAX_PARALLELISM, instances.size()));
    }

    private void drain() {
        for (TwoInputStreamOperatorTestHarness<Event, Event, Object> instance : instances) {
            for (StreamRecord<Object> record : instance.extractOutputStreamRecords()) {
                results.add(record.toString());
                if (mode == Mode.CHANGED_OUTPUT && record.value() instanceof Event event) {
                    event.scribble();
                }
            }
            instance.clearOutput();
        }
    }

    private void close() {
        instances.forEach(OperatorTestHarness::close);
    }
}
