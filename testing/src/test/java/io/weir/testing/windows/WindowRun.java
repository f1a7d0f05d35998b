package io.weir.testing.windows;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.OutputTag;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.state.KeyGroups;
import io.weir.testing.operators.KeyedOneInputStreamOperatorTestHarness;
import io.weir.testing.operators.OperatorInstance;
import io.weir.testing.operators.OperatorSnapshot;
import io.weir.testing.operators.OperatorTestHarnesses;
import io.weir.testing.operators.StreamRecord;
import io.weir.tuple.Tuple2;
import java.util.ArrayList;
import java.util.List;

/** The operator of a {@link WindowCase} in all its instances, with what they have yielded. The test's thread owns it. */
final class WindowRun implements AutoCloseable {
    private static final int MAX_PARALLELISM = 16;

    private final OperatorSpec<Tuple2<String, Long>, Object> spec;
    private final List<String> results = new ArrayList<>();
    private final List<String> asides = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private List<KeyedOneInputStreamOperatorTestHarness<String, Tuple2<String, Long>, Object>> instances =
            new ArrayList<>();
    private long watermark = Long.MIN_VALUE;
    private long clock;

    @SuppressWarnings("unchecked") // results are only written down
    WindowRun(WindowCase settings) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        DataStream<Tuple2<String, Long>> records =
                environment.fromData(List.of(Tuple2.of("", 0L)), WindowPrograms.TYPE);
        spec = OperatorTestHarnesses.operatorOf((DataStream<Object>) WindowPrograms.over(records, settings));
        start(1, null);
    }

    private void start(int parallelism, OperatorSnapshot snapshot) throws Exception {
        instances = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            OperatorSpec<Tuple2<String, Long>, Object> own = copy();
            KeyedOneInputStreamOperatorTestHarness<String, Tuple2<String, Long>, Object> instance =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            own, new OperatorInstance(parallelism, MAX_PARALLELISM, subtask));
            if (snapshot != null) {
                instance.initializeState(snapshot);
            }
            instance.setProcessingTime(clock);
            instance.open();
            instances.add(instance);
        }
    }

    /** Each instance has functions of its own, as in its task. */
    @SuppressWarnings("unchecked") // a copy is of the same type
    private OperatorSpec<Tuple2<String, Long>, Object> copy() {
        return ObjectCodec.deserialize(
                ObjectCodec.serialize(spec), WindowRun.class.getClassLoader(), OperatorSpec.class);
    }

    void take(String key, long value, long time) throws Exception {
        int group = KeyGroups.groupOf(key, MAX_PARALLELISM);
        instances
                .get(KeyGroups.instanceOf(group, MAX_PARALLELISM, instances.size()))
                .processElement(Tuple2.of(key, value), time);
        drain();
    }

    void mark(long time) throws Exception {
        watermark = time;
        for (var instance : instances) {
            instance.processWatermark(time);
        }
        drain();
    }

    void clock(long time) throws Exception {
        clock = time;
        for (var instance : instances) {
            instance.setProcessingTime(time);
        }
        drain();
    }

    /** Lets others go on from captures; they are told at once how far event time is. */
    void restart(int parallelism) throws Exception {
        OperatorSnapshot[] snapshots = new OperatorSnapshot[instances.size()];
        for (int i = 0; i < snapshots.length; i++) {
            snapshots[i] = instances.get(i).snapshot();
        }
        close();
        start(parallelism, OperatorSnapshot.of(snapshots));
        if (watermark != Long.MIN_VALUE) {
            mark(watermark);
        }
    }

    void end() throws Exception {
        for (var instance : instances) {
            instance.endInput();
        }
        drain();
    }

    int keysWithState() throws Exception {
        int keys = 0;
        for (var instance : instances) {
            keys += instance.numKeyedStateEntries();
        }
        return keys;
    }

    private void drain() {
        for (var instance : instances) {
            for (StreamRecord<Object> record : instance.extractOutputStreamRecords()) {
                results.add(text(record.value()) + "@" + record.getTimestamp());
                if (record.value() instanceof Tuple2<?, ?> sum) {
                    sum.f1 = null; // whoever is given an object may change it
                }
            }
            side(instance, WritesDown.ASIDE).forEach(each -> asides.add(each.value()));
            side(instance, WindowPrograms.LATE).forEach(each -> late.add(each.value().f0 + "=" + each.value().f1));
            instance.clearOutput();
        }
    }

    private static <X> List<StreamRecord<X>> side(
            KeyedOneInputStreamOperatorTestHarness<?, ?, ?> instance, OutputTag<X> tag) {
        return instance.getSideOutput(tag);
    }

    static String text(Object result) {
        return result instanceof Tuple2<?, ?> sum ? WritesDown.sum((String) sum.f0, (Long) sum.f1) : result.toString();
    }

    List<String> results() {
        return results.stream().sorted().toList();
    }

    List<String> asides() {
        return asides.stream().sorted().toList();
    }

    List<String> late() {
        return late.stream().sorted().toList();
    }

    @Override
    public void close() {
        instances.forEach(KeyedOneInputStreamOperatorTestHarness::close);
    }
}
