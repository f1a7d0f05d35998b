package io.weir.testing.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.plan.Keying;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.operators.KeyedProcessOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.state.KeyGroups;
import io.weir.state.StateTtlConfig;
import io.weir.testing.operators.KeyedOneInputStreamOperatorTestHarness;
import io.weir.testing.operators.OperatorInstance;
import io.weir.testing.operators.OperatorSnapshot;
import io.weir.testing.state.ExpiringStates.Action;
import io.weir.testing.state.ExpiringStates.Order;
import io.weir.types.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** States of every kind with a time to live, across captures and other parallelism, against {@link NaiveExpiringStates}. */
class ExpiringStatesTest {
    private static final int MAX_PARALLELISM = 16;
    private static final long TIME_TO_LIVE = 10;

    /** A record, or a new number of instances if there is one, after some time. */
    record Step(Order order, int restart, long pause) {}

    /** What is done about states that nobody asks for any more. */
    enum Cleanup {
        NONE,
        AT_STATES,
        AT_RECORDS
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Order> orders = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(5, "a"), Tuple.of(2, "b"), Tuple.of(1, "c"), Tuple.of(1, "d")),
                        Arbitraries.of(Action.values()),
                        Arbitraries.longs().between(0, 3))
                .as(Order::new);
        return Combinators.combine(
                        orders,
                        Arbitraries.frequency(Tuple.of(12, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(1, 4)),
                        Arbitraries.longs().between(0, 5))
                .as(Step::new)
                .list()
                .ofMaxSize(100);
    }

    @Property(tries = 1000)
    void nothingEndedIsSeenAndNothingElseIsGone(
            @ForAll("steps") List<Step> steps, @ForAll boolean readingCounts, @ForAll Cleanup cleanup)
            throws Exception {
        NaiveExpiringStates model = new NaiveExpiringStates(TIME_TO_LIVE, readingCounts);
        try (Run run = new Run(config(readingCounts, cleanup))) {
            long now = 0;
            for (Step step : steps) {
                now += step.pause();
                model.advanceClock(now);
                run.clock(now);
                if (step.restart() > 0) {
                    run.restart(step.restart());
                }
                assertThat(run.take(step.order())).containsExactly(model.take(step.order()));
            }
        }
    }

    private static StateTtlConfig config(boolean readingCounts, Cleanup cleanup) {
        StateTtlConfig.Builder config = StateTtlConfig.newBuilder(Duration.ofMillis(TIME_TO_LIVE));
        if (readingCounts) {
            config.updateTtlOnReadAndWrite();
        }
        switch (cleanup) {
            case NONE -> config.disableCleanupInBackground();
            case AT_STATES -> config.cleanupIncrementally(1, false);
            case AT_RECORDS -> config.cleanupIncrementally(2, true);
        }
        return config.build();
    }

    /** The function in all its instances. */
    private static final class Run implements AutoCloseable {
        private final OperatorSpec<Order, String> spec;
        private List<KeyedOneInputStreamOperatorTestHarness<String, Order, String>> instances = new ArrayList<>();
        private long now;

        Run(StateTtlConfig config) throws Exception {
            spec = new KeyedProcessOperator.Spec<>(new Keying<>(Order::key, Types.STRING), new ExpiringStates(config));
            start(1, null);
        }

        @SuppressWarnings("unchecked") // a copy is of the same type
        private void start(int parallelism, OperatorSnapshot snapshot) throws Exception {
            instances = new ArrayList<>();
            for (int subtask = 0; subtask < parallelism; subtask++) {
                OperatorSpec<Order, String> own = ObjectCodec.deserialize(
                        ObjectCodec.serialize(spec), Run.class.getClassLoader(), OperatorSpec.class);
                KeyedOneInputStreamOperatorTestHarness<String, Order, String> instance =
                        new KeyedOneInputStreamOperatorTestHarness<>(
                                own, new OperatorInstance(parallelism, MAX_PARALLELISM, subtask));
                if (snapshot != null) {
                    instance.initializeState(snapshot);
                }
                instance.setProcessingTime(now);
                instance.open();
                instances.add(instance);
            }
        }

        void clock(long time) throws Exception {
            now = time;
            for (var instance : instances) {
                instance.setProcessingTime(time);
            }
        }

        List<String> take(Order order) throws Exception {
            int group = KeyGroups.groupOf(order.key(), MAX_PARALLELISM);
            var instance = instances.get(KeyGroups.instanceOf(group, MAX_PARALLELISM, instances.size()));
            instance.processElement(order);
            List<String> seen = instance.extractOutputValues();
            instance.clearOutput();
            return seen;
        }

        void restart(int parallelism) throws Exception {
            OperatorSnapshot[] snapshots = new OperatorSnapshot[instances.size()];
            for (int i = 0; i < snapshots.length; i++) {
                snapshots[i] = instances.get(i).snapshot();
            }
            close();
            start(parallelism, OperatorSnapshot.of(snapshots));
        }

        @Override
        public void close() {
            instances.forEach(KeyedOneInputStreamOperatorTestHarness::close);
        }
    }
}
